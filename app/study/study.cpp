// The loop of a study, once for each repeat: split the rows; for each augmentation learn the rare class of the training
// part and add rows of it (repeat/rows_maker.cpp); for each classifier train, choose thresholds by folds of the
// training part, score the untouched test rows, judge (repeat/arm_trials.cpp). The loop itself, on one rank or on
// several, is in repeat/ranked_repeats.cpp. What a repeat leaves goes to the sink; compare_arms (compare.cpp) turns all
// repeats into comparisons, verdict.cpp these into a sentence.
#include "app/study/study.hpp"

#include <algorithm>
#include <utility>

#include "app/data/dataset_digest.hpp"
#include "app/data/notes/telling_columns.hpp"
#include "app/study/cautions/label_noise.hpp"
#include "app/study/ranked/ranked_repeats.hpp"
#include "engine/ranks/agreement.hpp"
#include "engine/ranks/alone.hpp"

namespace ballast::app {
namespace {

StudyResult empty_result(const Dataset& data, StudyOptions options) {
  StudyResult out;
  out.options = std::move(options);
  out.data = {.rows = data.rows(), .positives = data.positives, .features = data.feature_schema().size()};
  for (const std::size_t c : telling_columns(data)) out.data.telling_columns.push_back(data.table.schema()[c].name);
  for (const std::string& classifier : out.options.classifiers) {
    for (const Augmentation& augmentation : out.options.augmentations) {
      if (!augmentation.is_of(classifier)) continue;
      out.arms.push_back({.classifier = classifier, .augmentation = augmentation.name});
    }
  }
  if (out.options.repeats == 1) out.one_split = OneSplit{{}, std::vector<SplitScores>(out.arms.size())};
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
  for (const Augmentation& arm : options.augmentations) {
    if (std::ranges::any_of(options.classifiers, [&](const std::string& kind) { return arm.is_of(kind); })) continue;
    throw Error("the arm " + arm.name + " is a loss of boosting, which this study does not train")
        .hint("ask for boosting among the classifiers, or leave the arm out");
  }
  if (options.base_rate && !(*options.base_rate > 0 && *options.base_rate < 1)) {
    throw Error("the base rate must lie between 0 and 1").got(std::to_string(*options.base_rate));
  }
}

}  // namespace

std::size_t default_synthetic_rows(std::size_t train_positives, std::size_t train_negatives, std::size_t most) {
  const std::size_t balance = train_negatives > train_positives ? train_negatives - train_positives : 1;
  return std::min(most, balance);
}

StudyResult run_study(const Dataset& data, StudyOptions options, numeric::ThreadPool& pool, Observer& observer,
                      StudySink& sink) {
  ranks::Alone alone;
  return run_study(data, std::move(options), pool, observer, sink, alone);
}

StudyResult run_study(const Dataset& data, StudyOptions options, numeric::ThreadPool& pool, Observer& observer,
                      StudySink& sink, ranks::Ranks& ranks) {
  check(options);
  if (!ranks.is_alone()) require_same(ranks, {{"data", "SHA-256 " + dataset_digest(data)}}, observer);
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
  TestedRows tested(sink, data.rows());
  const StudyWork work{data, result.options, encoder, x, labels, pool, observer, tested, tasks, result.timings};
  if (ranks.is_alone()) {
    run_repeats(work, result);
  } else {
    run_repeats_over(ranks, work, result);
  }
  if (!ranks.is_first()) return result;
  result.label_noise = tested.doubts(data);
  compare_arms(result);
  return result;
}

}  // namespace ballast::app
