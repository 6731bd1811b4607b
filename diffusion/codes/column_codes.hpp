// One column as codes 0 .. c - 1, and back.
//
//   labels     a code each; of more than kFewLabels, those that few rows hold share one
//   numbers    a code for each value that many rows hold (a spike: 92 % of adult's capital-gain is 0), and bins of
//              about equally many rows for the rest
//   missing    a code, if the column has missing cells
//
// A code is a list of pieces of the number line with weights. A value that several rows hold is a point; one that a
// single row holds becomes the stretch up to half way to its neighbours, so that it is not copied. A bin of many values
// keeps at most kPieces pieces. Decoding draws a piece, then a place on it, and puts it on the grid
// of decimals that the column stands on.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/files/archive.hpp"
#include "engine/tabular/decimals.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::diffusion {

// A range of values, both ends included, that a cell may be asked to fall in.
struct Interval {
  double low = 0, high = 0;
};

struct CodingOptions {
  std::size_t most_codes = 256;  // of numbers, spikes included
  double spike_share = 0.005;    // of the rows, that makes a value a code of its own
};

class ColumnCodes {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;  // no code: a label or a missing cell never seen
  static constexpr std::size_t kFewLabels = 64, kMostLabels = 512;
  static constexpr std::size_t kPieces = 32;

  struct Piece {
    double low, high, weight;  // a point if low == high; NaN both for missing
  };
  struct Code {
    std::vector<Piece> pieces;
    double share = 0, rank = tabular::kMissing;
  };
  // A column whose codes are known. codes: of labels; or of spikes, then of the bins between `edges`; then of the
  // missing cell, if is_missing_last.
  struct Parts {
    bool is_text = false;
    tabular::Decimals decimals = {};
    std::vector<std::uint32_t> label_code = {};
    std::vector<double> spikes = {}, edges = {};
    std::vector<Code> codes = {};
    bool is_missing_last = false;
  };

  ColumnCodes() = default;
  explicit ColumnCodes(Parts parts);
  // Of the cells of one column, NaN for missing. Requires: at least one cell. levels: of the table that they are from,
  // where they do not show their own (levels.hpp).
  static ColumnCodes fit(const tabular::ColumnSchema& column, std::span<const double> cells,
                         const CodingOptions& options, std::span<const double> levels = {});

  std::size_t codes() const { return first_piece_.size() - 1; }
  std::uint32_t missing_code() const { return missing_; }   // kNone if none was missing
  std::span<const double> share() const { return share_; }  // of the rows, by code; above 0
  // The middle rank of a code's values, 0 .. 1; NaN for labels and missing.
  std::span<const double> rank() const { return rank_; }
  const tabular::Decimals& decimals() const { return decimals_; }
  std::size_t spikes() const { return spikes_.size(); }
  std::size_t bins() const;
  std::size_t stored_points() const;  // values of real rows that the pieces hold

  std::uint32_t encode(double cell) const;
  // Whether a code may hold the cell itself, where encode gives
  // a number beyond all learned the nearest one. True of text.
  bool holds(double cell) const;
  // A cell of that code; u in [0, 1) is all the chance there is.
  double decode(std::uint32_t code, double u) const;

  // The share of a code's cells that fall in the interval, and a cell among them. Requires of decode: a share above 0.
  double share_within(std::uint32_t code, const Interval& interval) const;
  double decode_within(std::uint32_t code, const Interval& interval, double u) const;
  // The middle of a code's cells: a label, a spike, the weighted median of a bin.
  double middle(std::uint32_t code) const { return decode(code, 0.5); }

  // The ends of a code's cells, on the grid; of labels that share
  // a code, the first and the last by number. NaN for missing.
  Interval extent(std::uint32_t code) const {
    const double low = pieces_of(code).front().low, high = pieces_of(code).back().high;
    return !is_text_ && low < high ? Interval{decimals_.nearest(low), decimals_.nearest(high)} : Interval{low, high};
  }
  // From the least to the largest number that codes hold.
  const Interval& extent() const { return whole_; }
  // How many labels a code stands for; 1 for a code of numbers.
  std::size_t values(std::uint32_t code) const { return is_text_ ? pieces_of(code).size() : 1; }
  // Whether a code's cells may hold that very value, to half a spacing of the grid.
  bool may_be(std::uint32_t code, double value) const;

  void save(files::ArchiveWriter out) const;
  // Throws Error on anything that save does not write for such a column.
  static ColumnCodes load(const tabular::ColumnSchema& column, const files::ArchiveReader& in);

 private:
  struct Counted {
    double value;
    std::size_t count;
  };
  friend class ColumnCodesBuilder;

  std::span<const Piece> pieces_of(std::uint32_t code) const {
    return std::span(pieces_).subspan(first_piece_[code], first_piece_[code + 1] - first_piece_[code]);
  }
  // The part of a piece whose rounded values fall in the interval, with its share of the weight.
  Piece cut(const Piece& piece, const Interval& interval) const;
  double draw(std::span<const Piece> pieces, double u) const;
  void check(const tabular::ColumnSchema& column, const files::ArchiveReader& in) const;
  void find_whole();

  bool is_text_ = false;
  tabular::Decimals decimals_;
  std::vector<std::uint32_t> label_code_;  // of text: by label
  std::vector<double> spikes_, edges_;     // of numbers: codes 0 .. S - 1; bins S .. S + K - 1 part at K - 1 edges
  std::uint32_t missing_ = kNone;
  std::vector<Piece> pieces_;
  std::vector<std::size_t> first_piece_{0};
  std::vector<double> share_, rank_;
  Interval whole_{};  // of numbers: from the least to the largest that codes hold
};

}  // namespace ballast::diffusion
