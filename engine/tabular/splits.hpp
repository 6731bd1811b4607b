// Splits of rows into train, validation and test. The split comes first: nothing that learns sees validation or test.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ballast::tabular {

// Row numbers, ascending in each part; the parts are disjoint and cover all rows, but for those behind the window of a
// split by time and in its gap.
struct Split {
  std::vector<std::size_t> train, validation, test;
};

struct SplitFractions {
  double test = 0.2;        // in (0, 1)
  double validation = 0.0;  // in [0, 1); 0 leaves the part empty
  // A class too small for every part keeps a row in train, and has what is left in test, instead of an Error;
  // of whole groups (group_splits.hpp) it may be in either.
  bool small_classes_train = false;
};

// Throws Error unless each lies in its range and something is left to train on.
void check_fractions(const SplitFractions& fractions);

// Each class is shuffled by its own random stream and cut: round(fraction * n_class) rows, but at least one.
// classes: a label in 0 .. K-1 per row. The split is a function of (classes, fractions, seed) alone.
// Throws Error when a class is too small to have a row in every part.
Split stratified_split(std::span<const std::int32_t> classes, const SplitFractions& fractions, std::uint64_t seed);

// The fold, 0 .. folds - 1, of each row: each class is shuffled by its own random stream and dealt in turn, so that
// every fold has its share of it. Throws Error when a class has rows, but fewer than there are folds. Requires: folds
// >= 2.
std::vector<std::uint32_t> stratified_folds(std::span<const std::int32_t> classes, std::size_t folds,
                                            std::uint64_t seed);

// One of several test windows that follow each other in time: number `index` of `count`, the last of which ends with
// the last row. Each is `SplitFractions::test` of the rows, or less where all would be more than half of them.
struct TimeWindow {
  std::size_t index = 0, count = 1;
  double gap = 0;  // of time, in which no row before a part teaches what is judged on it
};

// The share of the rows that one of `windows` windows tests.
double window_share(double test_fraction, std::size_t windows);

// Rolling origins: the rows of the window are the test part, those just before them validation, all earlier ones train,
// and later ones are left out. Equal times stay on the earlier side of every cut. Rows of train and validation less
// than the gap before the window's first row are left out, and so are those of train before validation's. Throws Error
// when a time is missing or a part would be empty.
Split chronological_split(std::span<const double> time, const SplitFractions& fractions, TimeWindow window = {});

}  // namespace ballast::tabular
