// SortedValues: a column's values in ascending order, equal ones as one with the weight of all: what bins are cut from.
//
// Values are sorted as integers of 64 bits by their upper 33 in three passes (radix sort); few share these, and those
// are sorted apart. Values that share a float32 (to_float32 gives the same) make one group, so that most thresholds are
// float32, unless that would be felt: where each value can have a bin of its own, or where the values of one float32
// fill more than a quarter of an even bin.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ballast::classifiers {

struct ValueGroup {
  double lowest, highest, weight;
};

// A value as an integer of the same order, and how many rows have it.
struct CountedValue {
  std::uint64_t key, rows;
};

// Two parts of a column as one.
std::vector<CountedValue> joined(const std::vector<CountedValue>& one, const std::vector<CountedValue>& other);

// Keeps its memory from one column to the next.
class SortedValues {
 public:
  // The groups of x[0], x[stride], ..., rows of them; NaN and rows of weight 0 are left out. weight: empty or one a
  // row. The result stands until the next call.
  std::span<ValueGroup> sort(const double* x, std::size_t stride, std::size_t rows, std::span<const float> weight,
                             std::size_t max_bins);

  // The same of values that come in pieces, unweighted, in little memory: kBytes a value at most.
  static constexpr std::size_t kBytes = sizeof(std::uint64_t) + sizeof(ValueGroup);
  void begin(std::size_t rows);
  void add(const double* x, std::size_t stride, std::size_t rows);
  std::span<ValueGroup> groups(std::size_t max_bins);
  // In place of groups: the different values, ascending, which others are joined with.
  std::vector<CountedValue> counted();
  // The groups of values that have been counted.
  std::span<ValueGroup> groups(const std::vector<CountedValue>& values, std::size_t max_bins);

 private:
  struct WeightedKey {
    std::uint64_t key;
    float weight;
  };

  static std::uint64_t key_of(std::uint64_t key) { return key; }
  static std::uint64_t key_of(const WeightedKey& weighted) { return weighted.key; }
  static std::uint64_t key_of(const CountedValue& counted) { return counted.key; }
  static double weight_of(std::uint64_t) { return 1; }
  static double weight_of(const WeightedKey& weighted) { return static_cast<double>(weighted.weight); }
  static double weight_of(const CountedValue& counted) { return static_cast<double>(counted.rows); }

  template <class Key>
  void sort_keys(std::vector<Key>& keys, std::vector<Key>& scratch);
  template <class Key>
  static void sort_upper_bits(std::vector<Key>& keys, std::vector<Key>& scratch);
  template <class Key, class Together>
  static std::size_t count_groups(const std::vector<Key>& keys, const Together& together);
  template <class Key>
  void group(const std::vector<Key>& keys, std::size_t max_bins);

  std::vector<std::uint64_t> keys_, scratch_;
  std::vector<WeightedKey> weighted_, weighted_scratch_;
  std::vector<ValueGroup> groups_;
  bool sparing_ = false;  // values came in pieces
};

}  // namespace ballast::classifiers
