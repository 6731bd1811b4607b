#include "classifiers/binning.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "classifiers/code_search.hpp"

namespace ballast::classifiers {
namespace {

// Floats as integers of the same order: flip the sign bit of positives, all bits of negatives. -0 counts as +0.
std::uint32_t order_key(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value + 0.0f);
  return bits ^ (bits >> 31 ? 0xffffffffu : 0x80000000u);
}

float from_order_key(std::uint32_t key) {
  return std::bit_cast<float>(key ^ (key >> 31 ? 0x80000000u : 0xffffffffu));
}

// Sorts by the low 32 bits: three passes of 11 bits, stable, result in `keys`.
template <class Key>
void radix_sort(std::vector<Key>& keys, std::vector<Key>& scratch) {
  constexpr unsigned kBits = 11, kPasses = 3;
  constexpr std::size_t kBuckets = std::size_t{1} << kBits;
  std::array<std::array<std::uint32_t, kBuckets>, kPasses> starts{};
  for (const Key key : keys) {
    for (unsigned pass = 0; pass < kPasses; ++pass) {
      ++starts[pass][(static_cast<std::uint32_t>(key) >> (pass * kBits)) & (kBuckets - 1)];
    }
  }
  scratch.resize(keys.size());
  for (unsigned pass = 0; pass < kPasses; ++pass) {
    std::uint32_t sum = 0;
    for (std::uint32_t& start : starts[pass]) sum += std::exchange(start, sum);
    for (const Key key : keys) {
      const std::size_t bucket = (static_cast<std::uint32_t>(key) >> (pass * kBits)) & (kBuckets - 1);
      scratch[starts[pass][bucket]++] = key;
    }
    keys.swap(scratch);
  }
}

struct DistinctValue {
  float value;
  double weight;
};

// The sorted values with the weight of each. A 64-bit key carries the bits of its weight in the upper half.
template <class Key>
void collapse(const std::vector<Key>& sorted, std::vector<DistinctValue>& out) {
  out.clear();
  std::uint32_t previous = 0;
  for (const Key key : sorted) {
    const auto value_key = static_cast<std::uint32_t>(key);
    if (out.empty() || value_key != previous) out.push_back({from_order_key(value_key), 0});
    previous = value_key;
    if constexpr (sizeof(Key) == 8) {
      out.back().weight += static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(key >> 32)));
    } else {
      out.back().weight += 1;
    }
  }
}

// Buffers of one worker.
struct BinScratch {
  std::vector<std::uint32_t> keys, key_scratch;
  std::vector<std::uint64_t> weighted, weighted_scratch;
  std::vector<DistinctValue> distinct;
};

FeatureBins cut(const std::vector<DistinctValue>& distinct, std::size_t max_bins) {
  FeatureBins out;
  double left = 0;
  for (const DistinctValue& d : distinct) left += d.weight;
  const bool one_each = distinct.size() <= max_bins;
  double in_bin = 0;
  bool open = false;
  for (std::size_t i = 0; i < distinct.size(); ++i) {
    const DistinctValue& d = distinct[i];
    if (!open) {
      out.lowest.push_back(d.value);
      out.highest.push_back(d.value);
      open = true;
    }
    out.highest.back() = d.value;
    in_bin += d.weight;
    const std::size_t bins_left = max_bins - out.bins() + 1;  // this one included
    const double target = left / static_cast<double>(bins_left);
    // A heavy value that would overfill the bin starts one of its own.
    const double next = i + 1 < distinct.size() ? distinct[i + 1].weight : 0;
    const bool full = in_bin >= target || (in_bin + next > target && in_bin + next - target > target - in_bin);
    if (one_each || (full && bins_left > 1)) {
      left -= in_bin;
      in_bin = 0;
      open = false;
    }
  }
  for (std::size_t b = 0; b + 1 < out.bins(); ++b) {
    out.edges.push_back(threshold_between(out.highest[b], out.lowest[b + 1]));
  }
  return out;
}

template <class ValueAt>
FeatureBins find_bins(std::size_t rows, ValueAt value_at, std::span<const float> weight, std::size_t max_bins,
                      BinScratch& scratch) {
  if (weight.empty()) {
    scratch.keys.clear();
    for (std::size_t row = 0; row < rows; ++row) {
      const float value = value_at(row);
      if (!std::isnan(value)) scratch.keys.push_back(order_key(value));
    }
    radix_sort(scratch.keys, scratch.key_scratch);
    collapse(scratch.keys, scratch.distinct);
  } else {
    scratch.weighted.clear();
    for (std::size_t row = 0; row < rows; ++row) {
      const float value = value_at(row);
      if (std::isnan(value) || !(weight[row] > 0)) continue;
      const std::uint64_t weight_bits = std::bit_cast<std::uint32_t>(weight[row]);
      scratch.weighted.push_back(weight_bits << 32 | order_key(value));
    }
    radix_sort(scratch.weighted, scratch.weighted_scratch);
    collapse(scratch.weighted, scratch.distinct);
  }
  return cut(scratch.distinct, max_bins);
}

}  // namespace

float threshold_between(float a, float b) {
  assert(a < b);
  const float middle = a / 2 + b / 2;
  return middle > a && middle <= b ? middle : b;
}

float split_threshold(const FeatureBins& bins, std::size_t b, std::size_t next) {
  if (next >= bins.bins()) return std::numeric_limits<float>::max();
  return threshold_between(bins.highest[b], bins.lowest[next]);
}

std::uint8_t FeatureBins::code(float x) const {
  if (std::isnan(x)) return kMissingCode;
  return static_cast<std::uint8_t>(std::upper_bound(edges.begin(), edges.end(), x) - edges.begin());
}

FeatureBins find_bins(std::span<const float> values, std::span<const float> weight, std::size_t max_bins) {
  BinScratch scratch;
  return find_bins(
      values.size(), [&](std::size_t row) { return values[row]; }, weight, max_bins, scratch);
}

FeatureBins label_bins(std::size_t labels) {
  FeatureBins out;
  for (std::size_t label = 0; label < labels; ++label) {
    out.lowest.push_back(static_cast<float>(label));
    if (label != 0) out.edges.push_back(static_cast<float>(label) - 0.5f);
  }
  out.highest = out.lowest;
  return out;
}

BinnedData::BinnedData(numeric::MatrixView<const float> x, std::span<const float> weight, std::size_t max_bins,
                       numeric::ThreadPool& pool, Layout layout, std::span<const std::uint32_t> labels)
    : rows_(x.rows()), bins_(x.columns()), labels_(labels.begin(), labels.end()), columns_(x.rows() * x.columns()) {
  assert(max_bins >= 2 && max_bins <= kMaxBins);
  for (std::uint32_t& count : labels_) count = count > kMaxBins ? 0 : count;
  std::vector<BinScratch> scratch(pool.threads());
  pool.parallel_for(x.columns(), [&](std::size_t feature, std::size_t worker) {
    const auto value_at = [&](std::size_t row) { return x.data()[row * x.stride() + feature]; };
    bins_[feature] = this->labels(feature) != 0 ? label_bins(this->labels(feature))
                                                : find_bins(x.rows(), value_at, weight, max_bins, scratch[worker]);
  });
  if (layout == Layout::columns_and_tiles) tiles_ = numeric::Buffer<std::uint8_t>(tiles() * kTileFeatures * rows_);
  constexpr std::size_t kBlockRows = 1024;  // 120 kB of 30 features: read from memory once
  pool.parallel_for_blocks(rows_, kBlockRows, [&](std::size_t first, std::size_t last) {
    encode(x, first, last);
    if (!tiles_.empty()) fill_tiles(first, last);
  });
}

void BinnedData::encode(numeric::MatrixView<const float> x, std::size_t first, std::size_t last) {
  for (std::size_t feature = 0; feature < features(); ++feature) {
    const CodeSearch search(bins_[feature].edges, kMissingCode);
    search(x.data() + first * x.stride() + feature, x.stride(), last - first,
           columns_.data() + feature * rows_ + first);
  }
}

void BinnedData::fill_tiles(std::size_t first, std::size_t last) {
  for (std::size_t feature = 0; feature < features(); ++feature) {
    const std::uint8_t* const column = columns_.data() + feature * rows_;
    std::uint8_t* const tile =
        tiles_.data() + (feature / kTileFeatures) * rows_ * kTileFeatures + feature % kTileFeatures;
    for (std::size_t row = first; row < last; ++row) tile[row * kTileFeatures] = column[row];
  }
}

}  // namespace ballast::classifiers
