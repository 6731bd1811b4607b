// Quantile binning: every float64 feature becomes a code of 8 bits, once, and both learners read nothing else.
//
// Few distinct values get a bin each; more are cut into bins of about equal weight, never between equal values. Between
// bin b and bin b + 1 the edge lies halfway from the highest value of one to the lowest of the other, so the rule of a
// split on a value (tree.hpp) and "code <= b" on a code send every training row the same way. Missing has a code of its
// own. (Chen & Guestrin 2016, section 3.3, "approximate algorithm"; here with exact quantiles instead of a sketch.)
//
// Thresholds are float32 wherever float32 tells the two values apart. Values that share a float32 (dates as 20240115,
// cents near a million, identifiers) stay together where bins are wide enough not to need them apart; where not, they
// are parted too, by thresholds in float64.
//
// Codes are kept by column, for one feature of scattered rows (splits of rows, random forests), and, where histograms
// of all features are to be made (boosting), also in tiles of 16 features, where two 64-bit loads bring 16 codes of a
// row.
//
// Below the rows there may be room for others, which come and go: rows drawn for one tree alone (row_source.hpp). They
// take the bins of the rows and have none of their own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/numeric/buffer.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::classifiers {

class CodeSearch;
struct RareRows;
struct ValueGroup;

inline constexpr std::size_t kMaxBins = 255;  // of values; codes 0 .. 254
inline constexpr std::uint8_t kMissingCode = 255;
inline constexpr std::size_t kCodes = 256;  // cells of a feature's histogram
inline constexpr std::size_t kTileFeatures = 16;

// The bins of one feature: bin b holds the values lowest[b] .. highest[b] of the training rows.
struct FeatureBins {
  std::vector<double> lowest, highest;
  std::vector<double> edges;  // bins() - 1: x belongs to the first bin b with x < edges[b], or to the last

  std::size_t bins() const noexcept { return lowest.size(); }
  std::uint8_t code(double x) const;
};

// The threshold of a split, and of which kind it is (tree.hpp).
struct SplitThreshold {
  double value;
  bool exact;  // float64; else a float32

  double cut() const noexcept;  // left if x < cut()
};

// Halfway between a < b: a goes left, b goes right.
SplitThreshold threshold_between(double a, double b);

// Where "code <= b goes left" is cut when the next bin in use is `next`: between highest[b] and lowest[next].
// next >= bins(): above every value, so that all but the missing go left.
SplitThreshold split_threshold(const FeatureBins& bins, std::size_t b, std::size_t next);

// The bins of one column of values (NaN ignored), in any order; weight empty or one a value.
FeatureBins find_bins(std::span<const double> values, std::span<const float> weight, std::size_t max_bins);

// The bins of values in groups (sorted_values.hpp), which no edge parts.
FeatureBins cut_bins(std::span<const ValueGroup> values, std::size_t max_bins);

// A feature of label codes 0 .. labels - 1: a bin for each label, so that code and label are the same.
FeatureBins label_bins(std::size_t labels);

// The numbers of labels, but 0 for a feature of too many for codes: it is binned as a number.
std::vector<std::uint32_t> split_by_label(std::span<const std::uint32_t> labels);

// What codes mean: the bins of each feature, wherever the codes of its rows are kept.
class BinnedFeatures {
 public:
  BinnedFeatures() = default;
  // labels: for each feature the number of its labels, 0 for a number, or empty for numbers all.
  BinnedFeatures(std::vector<FeatureBins> bins, std::vector<std::uint32_t> labels)
      : bins_(std::move(bins)), labels_(std::move(labels)) {}

  std::size_t features() const noexcept { return bins_.size(); }
  std::size_t tiles() const noexcept { return (features() + kTileFeatures - 1) / kTileFeatures; }
  std::size_t tile_features(std::size_t t) const noexcept {
    const std::size_t left = features() - t * kTileFeatures;
    return left < kTileFeatures ? left : kTileFeatures;
  }
  const FeatureBins& bins(std::size_t feature) const noexcept { return bins_[feature]; }
  // How many labels a feature has that is split by label; 0 for one that is split as a number.
  std::size_t labels(std::size_t feature) const noexcept { return labels_.empty() ? 0 : labels_[feature]; }

 protected:
  std::vector<FeatureBins> bins_;
  std::vector<std::uint32_t> labels_;
};

// The bins of features first, first + step, ... of x; all others have none. Arguments as of BinnedData below.
BinnedFeatures find_features(numeric::MatrixView<const double> x, std::span<const float> weight, std::size_t max_bins,
                             numeric::ThreadPool& pool, std::span<const std::uint32_t> labels = {},
                             const RareRows* rare = nullptr, std::size_t first = 0, std::size_t step = 1);

class BinnedData : public BinnedFeatures {
 public:
  enum class Layout : std::uint8_t { columns, columns_and_tiles };

  // max_bins: 2 .. kMaxBins. labels: for each feature the number of its labels, 0 for a number, or empty for numbers
  // all; a feature of more than kMaxBins labels is binned as a number. rare: rows that draw edges to where they are
  // (class_edges.hpp), in features of more than max_bins values. room: places for other rows below these. Threads: same
  // result at any number.
  BinnedData(numeric::MatrixView<const double> x, std::span<const float> weight, std::size_t max_bins,
             numeric::ThreadPool& pool, Layout layout = Layout::columns, std::span<const std::uint32_t> labels = {},
             const RareRows* rare = nullptr, std::size_t room = 0);

  // Room alone, by columns and in tiles, for rows that are put there. Their features have these bins.
  BinnedData(const BinnedFeatures& features, std::size_t room);

  // Puts other rows, of the same features, in the places from `place` on. Requires: rows() <= place, and room for them.
  void put(std::size_t place, numeric::MatrixView<const double> x, numeric::ThreadPool& pool);
  // The same on the caller's thread. Threads: any number at a time, at places of their own.
  void put(std::size_t place, numeric::MatrixView<const double> x);

  std::size_t rows() const noexcept { return rows_; }
  std::size_t places() const noexcept { return places_; }  // of rows, and of others below
  // The codes of one feature, one a place.
  const std::uint8_t* column(std::size_t feature) const noexcept { return columns_.data() + feature * places_; }
  // With tiles: the codes of features 16 t .. 16 t + 15, 16 a place; features past the last have code 0.
  const std::uint8_t* tile(std::size_t t) const noexcept { return tiles_.data() + t * places_ * kTileFeatures; }

 private:
  std::vector<CodeSearch> make_searches() const;
  void encode(std::span<const CodeSearch> searches, numeric::MatrixView<const double> x, std::size_t first,
              std::size_t last, std::size_t place);
  void encode_blocks(numeric::MatrixView<const double> x, std::size_t place, numeric::ThreadPool& pool);
  void fill_tiles(std::size_t first, std::size_t last);

  std::size_t rows_, places_;
  numeric::Buffer<std::uint8_t> columns_, tiles_;
};

}  // namespace ballast::classifiers
