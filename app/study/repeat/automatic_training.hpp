// `auto` outside a study: the whole table is the training part, the chosen arm's model of all rows is kept.
#pragma once

#include <memory>

#include "app/study/repeat/candidate_trials.hpp"

namespace ballast::app {

struct AutomaticModel {
  std::shared_ptr<const classifiers::Classifier> model;
  double learned_share = 0;  // of positives, as the learner saw it
  std::size_t added = 0;     // rows that it learned from beside the table's, drawn once
  ChosenArm chosen;
};

// options: the arm `auto` alone in augmentations, one classifier, its learner's options, the seed, and the column that
// groups rows, if any. Of amounts the default is `synthetic`. Throws as CandidateTrials.
AutomaticModel train_automatically(const Dataset& data, StudyOptions options, numeric::ThreadPool& pool,
                                   Observer& observer);

}  // namespace ballast::app
