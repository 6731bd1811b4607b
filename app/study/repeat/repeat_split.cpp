#include "app/study/repeat/repeat_split.hpp"

#include <algorithm>
#include <cmath>

#include "app/study/study_split.hpp"
#include "engine/tabular/fingerprints/row_copies.hpp"
#include "engine/tabular/summary.hpp"

namespace ballast::app {
namespace {

std::size_t synthetic_rows(const StudyOptions& options, std::size_t positives, std::size_t negatives) {
  if (options.per_positive) {
    return static_cast<std::size_t>(std::llround(*options.per_positive * static_cast<double>(positives)));
  }
  return options.synthetic.value_or(default_synthetic_rows(positives, negatives));
}

// How many more rows would teach if groups might stand on both sides of a split by time.
std::size_t rows_of_shared_groups(const StudyWork& work, const tabular::Split& split) {
  if (work.options.time_column.empty() || work.options.group_column.empty()) return 0;
  StudyOptions alone = work.options;
  alone.group_column.clear();
  const tabular::Split all = split_repeat(work.data, alone, 0);
  return all.train.size() + all.validation.size() - split.train.size() - split.validation.size();
}

void describe(const StudyWork& work, const tabular::Split& split, StudyResult& result) {
  const std::size_t positives = positives_among(work.data, split.train);
  result.synthetic = synthetic_rows(work.options, positives, split.train.size() - positives);
  const tabular::DuplicateFinder duplicates(work.data.table);
  result.data.duplicate_rows = duplicates.duplicate_rows();
  result.data.test_rows = split.test.size();
  const std::vector<std::uint8_t> equal = duplicates.among(split.test, split.train);
  const std::vector<std::size_t> features = work.data.feature_columns();
  const std::vector<std::uint8_t> near = tabular::nearly_among(work.data.table, features, split.test, split.train);
  for (std::size_t i = 0; i < equal.size(); ++i) {
    result.data.test_rows_in_train += equal[i];
    if (equal[i] == 0) result.data.test_rows_near_train += near[i];
  }
  result.data.contradictory_rows = tabular::contradictory_rows(work.data.table, features, work.data.y);
  result.data.train_positives = positives;
  result.data.rows_of_shared_groups = rows_of_shared_groups(work, split);
}

}  // namespace

Repeat split_rows(const StudyWork& work, std::size_t number, StudyResult& result) {
  const PhaseTimer timer(work.timings, "split");
  const StudyOptions& options = work.options;
  Repeat out;
  out.number = number;
  out.seed = options.seed + number;
  out.split = split_repeat(work.data, options, number);
  work.sink.split(number, out.split);
  if (out.split.validation.empty() && options.folds > 0) {
    out.folds = folds_of(work.data, options, out.split.train, out.seed);
  }
  widen_test_to_train(out.split, result);
  if (number == 0) describe(work, out.split, result);
  out.synthetic = result.synthetic;
  return out;
}

void widen_test_to_train(const tabular::Split& split, StudyResult& result) {
  const double ratio = static_cast<double>(split.test.size()) / static_cast<double>(split.train.size());
  result.test_to_train = std::max(result.test_to_train, ratio);
}

}  // namespace ballast::app
