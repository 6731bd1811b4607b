#include "diffusion/privacy/counted_column.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ballast::diffusion {
namespace {

using Piece = ColumnCodes::Piece;
using Cell = NumberCells::Cell;

constexpr double kSure = 4, kLikely = 2;  // deviations of the noise
constexpr double kLeastCount = 0.5;       // of a code that is there: its share is above 0
constexpr double kSureOfBin = 8;

// What is rounded to the number at the end of a stretch lies on both sides of it.
double half_spacing(const tabular::Decimals& grid) {
  constexpr double kBelowHalf = 0.49;
  return grid.is_free() ? 0 : kBelowHalf * static_cast<double>(grid.step) / std::pow(10.0, grid.places);
}

// Cells from left to right, each joined to those before it until together they stand out of the noise.
std::vector<Piece> joined_cells(std::span<const Cell> cells, std::span<const double> counts, double sigma,
                                double half) {
  std::vector<Piece> out;
  std::size_t first = 0, many = 0;
  double sum = 0;
  const auto close = [&](double deviations) {
    if (many > 0 && sum > deviations * sigma * std::sqrt(static_cast<double>(many))) {
      const Cell &from = cells[first], &to = cells[first + many - 1];
      out.push_back({from.low, to.high, sum});
      if (many > 1 && from.low == from.high) out.back().low -= half;
      if (many > 1 && to.low == to.high) out.back().high += half;
    }
    many = 0;
    sum = 0;
  };
  for (std::size_t k = 0; k < cells.size(); ++k) {
    if (counts[k] >= kSure * sigma) close(kLikely);
    if (many == 0) first = k;
    ++many;
    sum += counts[k];
    if (sum < 0) {  // nothing so far
      many = 0;
      sum = 0;
    } else if (many > 0 && sum >= kSure * sigma * std::sqrt(static_cast<double>(many))) {
      close(0);
    }
  }
  close(kLikely);
  return out;
}

void join_neighbours(std::vector<Piece>& pieces) {
  while (pieces.size() > ColumnCodes::kPieces) {
    std::vector<Piece> half;
    for (std::size_t i = 0; i < pieces.size(); i += 2) {
      half.push_back(pieces[i]);
      if (i + 1 == pieces.size()) break;
      half.back().high = pieces[i + 1].high;
      half.back().weight += pieces[i + 1].weight;
    }
    pieces = std::move(half);
  }
}

double weight_of(std::span<const Piece> pieces) {
  return std::accumulate(pieces.begin(), pieces.end(), 0.0, [](double sum, const Piece& p) { return sum + p.weight; });
}

// Spikes, then bins, with shares that are counts yet and ranks in rows.
class NumberCodes {
 public:
  NumberCodes(std::span<const Piece> pieces, double sigma, std::size_t most_codes) : total_(weight_of(pieces)) {
    const double spike = total_ / static_cast<double>(most_codes);
    double rest = 0;
    for (const Piece& piece : pieces) {
      if (!is_spike(piece, spike)) rest += piece.weight;
    }
    const auto spikes = static_cast<std::size_t>(
        std::ranges::count_if(pieces, [&](const Piece& piece) { return is_spike(piece, spike); }));
    const double room = static_cast<double>(std::max(most_codes, spikes + 1) - spikes);
    const double bins = std::max(1.0, std::floor(std::min({room, std::sqrt(rest), rest / (kSureOfBin * sigma)})));
    double below = 0;
    for (const Piece& piece : pieces) {
      const double middle = (below + piece.weight / 2) / total_;
      below += piece.weight;
      if (is_spike(piece, spike)) {
        parts_.spikes.push_back(piece.low);
        codes_.push_back({{piece}, piece.weight, middle});
        continue;
      }
      if (bin_.empty()) bin_from_ = below - piece.weight;
      bin_.push_back(piece);
      binned_ += piece.weight;
      if (binned_ * bins >= (static_cast<double>(bins_.size()) + 1) * rest) close_bin(below);
    }
    if (!bin_.empty()) close_bin(below);
    codes_.insert(codes_.end(), std::make_move_iterator(bins_.begin()), std::make_move_iterator(bins_.end()));
  }

  ColumnCodes::Parts take() {
    parts_.codes = std::move(codes_);
    return std::move(parts_);
  }

 private:
  static bool is_spike(const Piece& piece, double least) { return piece.low == piece.high && piece.weight >= least; }

  void close_bin(double below) {
    if (!bins_.empty()) parts_.edges.push_back(std::midpoint(last_, bin_.front().low));
    last_ = bin_.back().high;
    const double weight = weight_of(bin_);
    join_neighbours(bin_);
    bins_.push_back({std::move(bin_), weight, (bin_from_ + below) / 2 / total_});
    bin_.clear();
  }

  double total_, binned_ = 0, bin_from_ = 0, last_ = 0;
  std::vector<Piece> bin_;
  std::vector<ColumnCodes::Code> codes_, bins_;
  ColumnCodes::Parts parts_;
};

// Adds the missing cell, and makes shares of the counts.
ColumnCodes finished(ColumnCodes::Parts parts, double missing) {
  if (missing > 0) {
    parts.codes.push_back({{{tabular::kMissing, tabular::kMissing, 1}}, missing});
    parts.is_missing_last = true;
  }
  double total = 0;
  for (ColumnCodes::Code& code : parts.codes) total += code.share = std::max(code.share, kLeastCount);
  for (ColumnCodes::Code& code : parts.codes) code.share /= total;
  return ColumnCodes(std::move(parts));
}

}  // namespace

ColumnCodes codes_of_counts(std::span<const Cell> cells, std::span<const double> counts, double missing, double sigma,
                            std::size_t most_codes, const tabular::Decimals& decimals) {
  std::vector<Piece> pieces = joined_cells(cells, counts, sigma, half_spacing(decimals));
  if (pieces.empty()) pieces.push_back({cells.front().low, cells.back().high, kLeastCount});
  ColumnCodes::Parts parts = NumberCodes(pieces, sigma, most_codes).take();
  parts.decimals = decimals;
  return finished(std::move(parts), missing);
}

ColumnCodes codes_of_labels(std::span<const double> counts, double missing) {
  ColumnCodes::Parts parts;
  parts.is_text = true;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const auto label = static_cast<double>(k);
    parts.label_code.push_back(static_cast<std::uint32_t>(k));
    parts.codes.push_back({{{label, label, 1}}, counts[k]});
  }
  return finished(std::move(parts), missing);
}

}  // namespace ballast::diffusion
