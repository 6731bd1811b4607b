#include "classifiers/bins/sorted_values.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <utility>

#include "classifiers/bins/float_rounding.hpp"

namespace ballast::classifiers {
namespace {

constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
constexpr unsigned kPassBits = 11, kPasses = 3, kLowBits = 64 - kPassBits * kPasses;

// Numbers as integers of the same order: flip the sign bit of positives, all bits of negatives. -0 counts as +0.
std::uint64_t order_key(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(flushed(value) + 0.0);
  return bits ^ ((bits & kSign) != 0 ? ~std::uint64_t{0} : kSign);
}

double from_order_key(std::uint64_t key) {
  return std::bit_cast<double>(key ^ ((key & kSign) != 0 ? kSign : ~std::uint64_t{0}));
}

}  // namespace

std::vector<CountedValue> joined(const std::vector<CountedValue>& one, const std::vector<CountedValue>& other) {
  std::vector<CountedValue> out;
  out.reserve(one.size() + other.size());
  auto a = one.begin(), b = other.begin();
  while (a != one.end() && b != other.end()) {
    if (a->key == b->key) {
      out.push_back({a->key, a++->rows + b++->rows});
    } else {
      out.push_back(a->key < b->key ? *a++ : *b++);
    }
  }
  out.insert(out.end(), a, one.end());
  out.insert(out.end(), b, other.end());
  return out;
}

// Stable; result in `keys`.
template <class Key>
void SortedValues::sort_upper_bits(std::vector<Key>& keys, std::vector<Key>& scratch) {
  constexpr std::size_t kBuckets = std::size_t{1} << kPassBits;
  std::array<std::array<std::uint32_t, kBuckets>, kPasses> starts{};
  const auto digit = [](const Key& key, unsigned pass) {
    return key_of(key) >> (kLowBits + pass * kPassBits) & (kBuckets - 1);
  };
  for (const Key& key : keys) {
    for (unsigned pass = 0; pass < kPasses; ++pass) ++starts[pass][digit(key, pass)];
  }
  scratch.resize(keys.size());
  for (unsigned pass = 0; pass < kPasses; ++pass) {
    std::uint32_t sum = 0;
    for (std::uint32_t& start : starts[pass]) sum += std::exchange(start, sum);
    for (const Key& key : keys) scratch[starts[pass][digit(key, pass)]++] = key;
    keys.swap(scratch);
  }
}

template <class Key>
void SortedValues::sort_keys(std::vector<Key>& keys, std::vector<Key>& scratch) {
  sort_upper_bits(keys, scratch);
  const auto less = [](const Key& a, const Key& b) { return key_of(a) < key_of(b); };
  for (auto from = keys.begin(); from != keys.end();) {
    const auto wrong = std::is_sorted_until(from, keys.end(), less);
    if (wrong == keys.end()) return;
    const auto alike = [&](const Key& key) { return (key_of(key) ^ key_of(*wrong)) >> kLowBits == 0; };
    auto first = wrong;
    while (first != from && alike(first[-1])) --first;
    from = std::find_if_not(wrong, keys.end(), alike);
    std::stable_sort(first, from, less);
  }
}

// How many groups there will be, so that no memory is taken twice.
template <class Key, class Together>
std::size_t SortedValues::count_groups(const std::vector<Key>& keys, const Together& together) {
  std::size_t count = 0;
  ValueGroup group{};
  for (const Key& key : keys) {
    const double value = from_order_key(key_of(key));
    if (count == 0 || !together(group, value)) ++count;
    group.highest = value;
  }
  return count;
}

template <class Key>
void SortedValues::group(const std::vector<Key>& keys, std::size_t max_bins) {
  const auto add_all = [&](auto together) {
    groups_.clear();
    if (sparing_) groups_.reserve(count_groups(keys, together));
    for (const Key& key : keys) {
      const double value = from_order_key(key_of(key));
      if (groups_.empty() || !together(groups_.back(), value)) groups_.push_back({value, value, 0});
      groups_.back().highest = value;
      groups_.back().weight += weight_of(key);
    }
  };
  add_all([](const ValueGroup& group, double value) {
    return group.highest == value || to_float32(group.highest) == to_float32(value);
  });
  double sum = 0, most = 0;  // of all, and of the heaviest group of several values
  for (const ValueGroup& group : groups_) {
    sum += group.weight;
    if (group.lowest < group.highest) most = std::max(most, group.weight);
  }
  if (most == 0) return;
  const auto distinct = [&] {
    std::size_t count = 1;
    for (std::size_t i = 1; i < keys.size(); ++i) count += key_of(keys[i]) != key_of(keys[i - 1]) ? 1 : 0;
    return count;
  };
  if (4 * most * static_cast<double>(max_bins) <= sum && distinct() > max_bins) return;
  add_all([](const ValueGroup& group, double value) { return group.highest == value; });
}

void SortedValues::begin(std::size_t rows) {
  sparing_ = true;
  groups_ = {};
  keys_.clear();
  keys_.reserve(rows);
}

void SortedValues::add(const double* x, std::size_t stride, std::size_t rows) {
  for (std::size_t row = 0; row < rows; ++row) {
    const double value = x[row * stride];
    if (!std::isnan(value)) keys_.push_back(order_key(value));
  }
}

std::span<ValueGroup> SortedValues::groups(std::size_t max_bins) {
  sort_keys(keys_, scratch_);
  scratch_ = {};
  group(keys_, max_bins);
  return groups_;
}

std::vector<CountedValue> SortedValues::counted() {
  sort_keys(keys_, scratch_);
  std::vector<CountedValue> out;
  for (const std::uint64_t key : keys_) {
    if (out.empty() || out.back().key != key) out.push_back({key, 0});
    ++out.back().rows;
  }
  return out;
}

std::span<ValueGroup> SortedValues::groups(const std::vector<CountedValue>& values, std::size_t max_bins) {
  sparing_ = true;
  group(values, max_bins);
  return groups_;
}

std::span<ValueGroup> SortedValues::sort(const double* x, std::size_t stride, std::size_t rows,
                                         std::span<const float> weight, std::size_t max_bins) {
  sparing_ = false;
  keys_.clear();
  weighted_.clear();
  for (std::size_t row = 0; row < rows; ++row) {
    const double value = x[row * stride];
    if (std::isnan(value)) continue;
    if (weight.empty()) {
      keys_.push_back(order_key(value));
    } else if (weight[row] > 0) {
      weighted_.push_back({order_key(value), weight[row]});
    }
  }
  if (weight.empty()) {
    sort_keys(keys_, scratch_);
    group(keys_, max_bins);
  } else {
    sort_keys(weighted_, weighted_scratch_);
    group(weighted_, max_bins);
  }
  return groups_;
}

}  // namespace ballast::classifiers
