#include "app/study/repeat/automatic_training.hpp"

#include <cassert>
#include <utility>

#include "engine/tabular/features/features.hpp"

namespace ballast::app {

AutomaticModel train_automatically(const Dataset& data, StudyOptions options, numeric::ThreadPool& pool,
                                   Observer& observer) {
  assert(options.augmentations.size() == 1 && options.classifiers.size() == 1);
  options.repeats = 1;
  options.folds = 0;
  const tabular::FeatureEncoder encoder(data.feature_schema());
  const std::vector<std::uint32_t> labels = encoder.label_counts();
  const numeric::Matrix<double> x = encoder.encode(data.table).x;
  StudyTasks tasks(options, observer);
  tasks.begin(0);
  StudySink nothing;
  Timings timings;
  const StudyWork work{data, options, encoder, x, labels, pool, observer, nothing, tasks, timings};
  Repeat whole;
  whole.seed = options.seed;
  whole.split.train = data.all_rows();
  whole.synthetic = options.synthetic.value_or(default_synthetic_rows(data.positives, data.negatives()));
  ChosenArm chosen = std::move(CandidateTrials(work, whole, options.augmentations[0]).run()[0]);
  LearnerOptions learners = options.learners;
  learners.set_seed(options.seed);
  WholeModel made = train_whole(work, whole, options.classifiers[0], chosen.augmentation, chosen.synthetic, learners);
  return {std::move(made), std::move(chosen)};
}

}  // namespace ballast::app
