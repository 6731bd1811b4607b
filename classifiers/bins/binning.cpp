#include "classifiers/bins/binning.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "classifiers/bins/class_edges.hpp"
#include "classifiers/bins/code_search.hpp"
#include "classifiers/bins/float_rounding.hpp"
#include "classifiers/bins/sorted_values.hpp"

namespace ballast::classifiers {
namespace {

constexpr std::size_t kEncodedRows = 512;  // at once; 120 kB of 30 features: read from memory once

}  // namespace

FeatureBins cut_bins(std::span<const ValueGroup> values, std::size_t max_bins) {
  FeatureBins out;
  double left = 0;
  for (const ValueGroup& group : values) left += group.weight;
  const bool one_each = values.size() <= max_bins;
  double in_bin = 0;
  bool open = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const ValueGroup& group = values[i];
    if (!open) {
      out.lowest.push_back(group.lowest);
      out.highest.push_back(group.highest);
      open = true;
    }
    out.highest.back() = group.highest;
    in_bin += group.weight;
    const std::size_t bins_left = max_bins - out.bins() + 1;  // this one included
    const double target = left / static_cast<double>(bins_left);
    // A heavy value that would overfill the bin starts one of its own.
    const double next = i + 1 < values.size() ? values[i + 1].weight : 0;
    const bool full = in_bin >= target || (in_bin + next > target && in_bin + next - target > target - in_bin);
    if (one_each || (full && bins_left > 1)) {
      left -= in_bin;
      in_bin = 0;
      open = false;
    }
  }
  for (std::size_t b = 0; b + 1 < out.bins(); ++b) {
    out.edges.push_back(threshold_between(out.highest[b], out.lowest[b + 1]).cut());
  }
  return out;
}

double SplitThreshold::cut() const noexcept {
  return exact ? value : least_rounding_to(static_cast<float>(value));
}

SplitThreshold threshold_between(double a, double b) {
  assert(a < b);
  const float low = to_float32(a), high = to_float32(b);
  if (low < high) {
    const float middle = low / 2 + high / 2;
    return {static_cast<double>(middle > low && middle <= high ? middle : high), false};
  }
  const double middle = a / 2 + b / 2;
  return {middle > a && middle <= b ? middle : b, true};
}

SplitThreshold split_threshold(const FeatureBins& bins, std::size_t b, std::size_t next) {
  if (next < bins.bins()) return threshold_between(bins.highest[b], bins.lowest[next]);
  constexpr double kLargest = std::numeric_limits<float>::max();
  if (bins.highest.back() < least_rounding_to(std::numeric_limits<float>::max())) return {kLargest, false};
  return {std::numeric_limits<double>::infinity(), true};
}

std::uint8_t FeatureBins::code(double x) const {
  if (std::isnan(x)) return kMissingCode;
  return static_cast<std::uint8_t>(std::upper_bound(edges.begin(), edges.end(), x) - edges.begin());
}

FeatureBins find_bins(std::span<const double> values, std::span<const float> weight, std::size_t max_bins) {
  return cut_bins(SortedValues().sort(values.data(), 1, values.size(), weight, max_bins), max_bins);
}

FeatureBins label_bins(std::size_t labels) {
  FeatureBins out;
  for (std::size_t label = 0; label < labels; ++label) {
    out.lowest.push_back(static_cast<double>(label));
    if (label != 0) out.edges.push_back(static_cast<double>(label) - 0.5);
  }
  out.highest = out.lowest;
  return out;
}

std::vector<std::uint32_t> split_by_label(std::span<const std::uint32_t> labels) {
  std::vector<std::uint32_t> out(labels.begin(), labels.end());
  for (std::uint32_t& count : out) count = count > kMaxBins ? 0 : count;
  return out;
}

BinnedFeatures find_features(numeric::MatrixView<const double> x, std::span<const float> weight, std::size_t max_bins,
                             numeric::ThreadPool& pool, std::span<const std::uint32_t> labels, const RareRows* rare,
                             std::size_t first, std::size_t step) {
  assert(max_bins >= 2 && max_bins <= kMaxBins);
  std::vector<FeatureBins> bins(x.columns());
  std::vector<std::uint32_t> by_label = split_by_label(labels);
  std::vector<SortedValues> values(pool.threads());
  const std::size_t count = first < x.columns() ? (x.columns() - first + step - 1) / step : 0;
  pool.parallel_for(count, [&](std::size_t i, std::size_t worker) {
    const std::size_t feature = first + i * step;
    if (!by_label.empty() && by_label[feature] != 0) {
      bins[feature] = label_bins(by_label[feature]);
      return;
    }
    const double* const column = x.data() + feature;
    const std::span<ValueGroup> groups = values[worker].sort(column, x.stride(), x.rows(), weight, max_bins);
    if (rare != nullptr && groups.size() > max_bins) add_weight(*rare, column, x.stride(), groups);
    bins[feature] = cut_bins(groups, max_bins);
  });
  return {std::move(bins), std::move(by_label)};
}

BinnedData::BinnedData(numeric::MatrixView<const double> x, std::span<const float> weight, std::size_t max_bins,
                       numeric::ThreadPool& pool, Layout layout, std::span<const std::uint32_t> labels,
                       const RareRows* rare, std::size_t room)
    : BinnedFeatures(find_features(x, weight, max_bins, pool, labels, rare)),
      rows_(x.rows()),
      places_(x.rows() + room),
      columns_(places_ * x.columns()) {
  if (layout == Layout::columns_and_tiles) tiles_ = numeric::Buffer<std::uint8_t>(tiles() * kTileFeatures * places_);
  encode_blocks(x, 0, pool);
}

BinnedData::BinnedData(const BinnedFeatures& features, std::size_t room)
    : BinnedFeatures(features),
      rows_(0),
      places_(room),
      columns_(places_ * this->features()),
      tiles_(tiles() * kTileFeatures * places_) {}

void BinnedData::put(std::size_t place, numeric::MatrixView<const double> x, numeric::ThreadPool& pool) {
  assert(place >= rows_ && place + x.rows() <= places_ && x.columns() == features());
  encode_blocks(x, place, pool);
}

void BinnedData::put(std::size_t place, numeric::MatrixView<const double> x) {
  assert(place >= rows_ && place + x.rows() <= places_ && x.columns() == features());
  const std::vector<CodeSearch> own = make_searches();
  for (std::size_t first = 0; first < x.rows(); first += kEncodedRows) {
    const std::size_t last = std::min(first + kEncodedRows, x.rows());
    encode(own, x, first, last, place);
    fill_tiles(place + first, place + last);
  }
}

std::vector<CodeSearch> BinnedData::make_searches() const {
  std::vector<CodeSearch> out;
  for (const FeatureBins& bins : bins_) out.emplace_back(bins.edges, kMissingCode);
  return out;
}

// Rows of x go to the places from `place` on.
void BinnedData::encode_blocks(numeric::MatrixView<const double> x, std::size_t place, numeric::ThreadPool& pool) {
  const std::vector<CodeSearch> own = make_searches();
  pool.parallel_for_blocks(x.rows(), kEncodedRows, [&](std::size_t first, std::size_t last) {
    encode(own, x, first, last, place);
    if (!tiles_.empty()) fill_tiles(place + first, place + last);
  });
}

void BinnedData::encode(std::span<const CodeSearch> searches, numeric::MatrixView<const double> x, std::size_t first,
                        std::size_t last, std::size_t place) {
  for (std::size_t feature = 0; feature < features(); ++feature) {
    searches[feature](x.data() + first * x.stride() + feature, x.stride(), last - first,
                      columns_.data() + feature * places_ + place + first);
  }
}

void BinnedData::fill_tiles(std::size_t first, std::size_t last) {
  for (std::size_t feature = 0; feature < features(); ++feature) {
    const std::uint8_t* const column = columns_.data() + feature * places_;
    std::uint8_t* const tile =
        tiles_.data() + (feature / kTileFeatures) * places_ * kTileFeatures + feature % kTileFeatures;
    for (std::size_t row = first; row < last; ++row) tile[row * kTileFeatures] = column[row];
  }
}

}  // namespace ballast::classifiers
