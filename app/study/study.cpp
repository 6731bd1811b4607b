// The loop of a study, once for each repeat: split the rows; for each augmentation learn the rare class of the training
// part and add rows of it (repeat/rows_maker.cpp); for each classifier train, choose thresholds by folds of the
// training part, score the untouched test rows, judge (repeat/arm_trials.cpp). What a repeat leaves goes to the sink;
// compare_arms (compare.cpp) turns all repeats into comparisons, verdict.cpp these into a sentence.
#include "app/study/study.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/study/repeat/arm_trials.hpp"
#include "app/study/study_split.hpp"
#include "engine/tabular/summary.hpp"

namespace ballast::app {
namespace {

StudyResult empty_result(const Dataset& data, StudyOptions options) {
  StudyResult out;
  out.options = std::move(options);
  out.data = {.rows = data.rows(), .positives = data.positives, .features = data.feature_schema().size()};
  for (const std::string& classifier : out.options.classifiers) {
    for (const Augmentation& augmentation : out.options.augmentations) {
      out.arms.push_back({.classifier = classifier, .augmentation = augmentation.name});
    }
  }
  if (out.options.repeats == 1) out.one_split = OneSplit{{}, std::vector<SplitScores>(out.arms.size())};
  return out;
}

std::size_t synthetic_rows(const StudyOptions& options, std::size_t positives, std::size_t negatives) {
  if (options.per_positive) {
    return static_cast<std::size_t>(std::llround(*options.per_positive * static_cast<double>(positives)));
  }
  return options.synthetic.value_or(default_synthetic_rows(positives, negatives));
}

// What the first split says of the data.
void describe(const StudyWork& work, const tabular::Split& split, StudyResult& result) {
  const std::size_t positives = positives_among(work.data, split.train);
  result.synthetic = synthetic_rows(work.options, positives, split.train.size() - positives);
  const tabular::DuplicateFinder duplicates(work.data.table);
  result.data.duplicate_rows = duplicates.duplicate_rows();
  result.data.test_rows = split.test.size();
  result.data.test_rows_in_train = duplicates.also_in(split.test, split.train);
  result.data.train_positives = positives;
}

Repeat split_rows(const StudyWork& work, std::size_t number, StudyResult& result) {
  const PhaseTimer timer(result.timings, "split");
  const StudyOptions& options = work.options;
  Repeat out;
  out.number = number;
  out.seed = options.seed + number;
  out.split = split_repeat(work.data, options, number);
  work.sink.split(number, out.split);
  if (out.split.validation.empty() && options.folds > 0) {
    out.folds = folds_of(work.data, options, out.split.train, out.seed);
  }
  const double ratio = static_cast<double>(out.split.test.size()) / static_cast<double>(out.split.train.size());
  result.test_to_train = std::max(result.test_to_train, ratio);
  if (number == 0) describe(work, out.split, result);
  out.synthetic = result.synthetic;
  return out;
}

void check(const StudyOptions& options) {
  if (options.repeats == 0) throw Error("a study needs at least one repeat");
  if (!(options.test_fraction > 0 && options.test_fraction < 1)) {
    throw Error("the test fraction must lie between 0 and 1").got(std::to_string(options.test_fraction));
  }
  if (options.folds == 1) throw Error("one fold leaves nothing to learn from").expected("none, or two and more");
  if (options.folds == 0 && options.validation_fraction == 0 &&
      std::ranges::any_of(options.augmentations, &Augmentation::tuned_threshold)) {
    throw Error("without folds no threshold is chosen")
        .hint("leave 'tuned' out of the augmentations, or ask for folds");
  }
  if (options.base_rate && !(*options.base_rate > 0 && *options.base_rate < 1)) {
    throw Error("the base rate must lie between 0 and 1").got(std::to_string(*options.base_rate));
  }
}

}  // namespace

std::size_t default_synthetic_rows(std::size_t train_positives, std::size_t train_negatives) {
  const std::size_t balance = train_negatives > train_positives ? train_negatives - train_positives : 1;
  return std::min<std::size_t>(3000, balance);
}

StudyResult run_study(const Dataset& data, StudyOptions options, numeric::ThreadPool& pool, Observer& observer,
                      StudySink& sink) {
  check(options);
  std::erase_if(options.augmentations, [](const Augmentation& a) { return a.name == "none"; });
  options.augmentations.insert(options.augmentations.begin(), make_augmentation("none"));
  StudyResult result = empty_result(data, std::move(options));
  const tabular::FeatureEncoder encoder(data.feature_schema());
  const std::vector<std::uint32_t> labels = encoder.label_counts();
  const auto x = [&] {
    const PhaseTimer timer(result.timings, "encode");
    return encoder.encode(data.table).x;
  }();
  StudyTasks tasks(result.options, observer);
  const StudyWork work{data, result.options, encoder, x, labels, pool, observer, sink, tasks, result.timings};
  for (std::size_t number = 0; number < result.options.repeats; ++number) {
    tasks.begin(number);
    const Repeat repeat = split_rows(work, number, result);
    ArmTrials trials(work, repeat, result);
    for (const Augmentation& augmentation : result.options.augmentations) trials.run(augmentation);
  }
  compare_arms(result);
  return result;
}

}  // namespace ballast::app
