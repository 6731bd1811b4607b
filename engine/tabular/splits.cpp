// Which rows train, validate and test, decided before anything else looks at them, by random streams of their own; the
// parts of a class are rounded so that each part has its share.
#include "engine/tabular/splits.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "engine/error.hpp"
#include "engine/numeric/random.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::tabular {
namespace {

constexpr double kMostTested = 0.5;  // of the rows, by all windows of a split by time

// round(fraction * rows), but at least one unless the fraction is 0.
std::size_t part_size(double fraction, std::size_t rows) {
  if (fraction == 0) return 0;
  return std::max<std::size_t>(1, static_cast<std::size_t>(std::llround(fraction * static_cast<double>(rows))));
}

void sort_parts(Split& split) {
  for (auto* part : {&split.train, &split.validation, &split.test}) std::sort(part->begin(), part->end());
}

std::vector<std::vector<std::size_t>> rows_by_class(std::span<const std::int32_t> classes) {
  std::vector<std::vector<std::size_t>> rows;
  for (std::size_t row = 0; row < classes.size(); ++row) {
    assert(classes[row] >= 0);
    const auto label = static_cast<std::size_t>(classes[row]);
    if (label >= rows.size()) rows.resize(label + 1);
    rows[label].push_back(row);
  }
  return rows;
}

// The first position at or after `cut` where the time differs from the one before it.
std::size_t after_ties(const std::vector<std::size_t>& order, std::span<const double> time, std::size_t cut) {
  while (cut > 0 && cut < order.size() && time[order[cut]] == time[order[cut - 1]]) ++cut;
  return cut;
}

// Takes from an earlier part the rows less than `gap` before the first of a later one.
void leave_gap(std::vector<std::size_t>& earlier, const std::vector<std::size_t>& later, std::span<const double> time,
               double gap) {
  double first = std::numeric_limits<double>::infinity();
  for (const std::size_t row : later) first = std::min(first, time[row]);
  std::erase_if(earlier, [&](std::size_t row) { return first - time[row] < gap; });
}

void leave_gaps(Split& split, std::span<const double> time, double gap) {
  const bool validation = !split.validation.empty();
  leave_gap(split.validation, split.test, time, gap);
  leave_gap(split.train, validation ? split.validation : split.test, time, gap);
  if (!split.train.empty() && split.validation.empty() != validation) return;
  throw Error("the gap leaves a part of the chronological split empty")
      .hint("a shorter gap, fewer windows, or more data");
}

}  // namespace

void check_fractions(const SplitFractions& fractions) {
  if (!(fractions.test > 0 && fractions.test < 1)) {
    throw Error("the test fraction is out of range")
        .expected("a number above 0 and below 1")
        .got(std::to_string(fractions.test));
  }
  if (!(fractions.validation >= 0 && fractions.validation < 1)) {
    throw Error("the validation fraction is out of range")
        .expected("a number from 0 to below 1")
        .got(std::to_string(fractions.validation));
  }
  if (fractions.test + fractions.validation >= 1) {
    throw Error("the test and validation fractions leave nothing to train on")
        .expected("a sum below 1")
        .got(std::to_string(fractions.test + fractions.validation));
  }
}

Split stratified_split(std::span<const std::int32_t> classes, const SplitFractions& fractions, std::uint64_t seed) {
  check_fractions(fractions);
  Split split;
  auto by_class = rows_by_class(classes);
  for (std::size_t label = 0; label < by_class.size(); ++label) {
    std::vector<std::size_t>& rows = by_class[label];
    if (rows.empty()) continue;
    std::size_t test = part_size(fractions.test, rows.size());
    std::size_t validation = part_size(fractions.validation, rows.size());
    if (fractions.small_classes_train && test + validation >= rows.size()) {
      test = std::min(test, rows.size() - 1);
      validation = 0;
    }
    if (test + validation >= rows.size()) {
      throw Error("class " + std::to_string(label) + " has too few rows (" + std::to_string(rows.size()) +
                  ") to have one in every part of the split");
    }
    numeric::RandomStream(seed, numeric::Purpose::kSplit, label).shuffle(std::span(rows));
    const auto test_end = rows.begin() + static_cast<std::ptrdiff_t>(test);
    const auto validation_end = test_end + static_cast<std::ptrdiff_t>(validation);
    split.test.insert(split.test.end(), rows.begin(), test_end);
    split.validation.insert(split.validation.end(), test_end, validation_end);
    split.train.insert(split.train.end(), validation_end, rows.end());
  }
  sort_parts(split);
  return split;
}

std::vector<std::uint32_t> stratified_folds(std::span<const std::int32_t> classes, std::size_t folds,
                                            std::uint64_t seed) {
  std::vector<std::uint32_t> out(classes.size());
  auto by_class = rows_by_class(classes);
  for (std::size_t label = 0; label < by_class.size(); ++label) {
    std::vector<std::size_t>& rows = by_class[label];
    if (!rows.empty() && rows.size() < folds) {
      throw Error("class " + std::to_string(label) + " has too few rows for " + std::to_string(folds) + " folds")
          .expected("at least " + std::to_string(folds))
          .got(std::to_string(rows.size()));
    }
    numeric::RandomStream(seed, numeric::Purpose::kFold, label).shuffle(std::span(rows));
    for (std::size_t i = 0; i < rows.size(); ++i) out[rows[i]] = static_cast<std::uint32_t>(i % folds);
  }
  return out;
}

double window_share(double test_fraction, std::size_t windows) {
  return windows == 1 ? test_fraction : std::min(test_fraction, kMostTested / static_cast<double>(windows));
}

Split chronological_split(std::span<const double> time, const SplitFractions& fractions, TimeWindow window) {
  check_fractions(fractions);
  assert(window.index < window.count);
  const auto missing = std::find_if(time.begin(), time.end(), is_missing);
  if (missing != time.end()) {
    throw Error("the time of data row " + std::to_string(missing - time.begin()) + " is missing")
        .hint("a chronological split needs a time in every row");
  }
  std::vector<std::size_t> order(time.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return time[a] < time[b]; });

  const std::size_t rows = order.size();
  const std::size_t test = part_size(window_share(fractions.test, window.count), rows),
                    validation = part_size(fractions.validation, rows);
  const std::size_t later = (window.count - 1 - window.index) * test;
  const auto cut = [&](std::size_t from_end) { return after_ties(order, time, rows - std::min(rows, from_end)); };
  const std::size_t validation_begin = cut(later + test + validation), test_begin = cut(later + test);
  const std::size_t test_end = cut(later);
  const bool validation_empty = validation > 0 && validation_begin == test_begin;
  if (validation_begin == 0 || test_begin == test_end || validation_empty) {
    throw Error("the chronological split leaves a part empty")
        .hint("too few rows, or too many at the same time: rows of one time stay together on the earlier side");
  }
  const auto at = [&](std::size_t position) { return order.begin() + static_cast<std::ptrdiff_t>(position); };
  Split split{{at(0), at(validation_begin)}, {at(validation_begin), at(test_begin)}, {at(test_begin), at(test_end)}};
  if (window.gap > 0) leave_gaps(split, time, window.gap);
  sort_parts(split);
  return split;
}

}  // namespace ballast::tabular
