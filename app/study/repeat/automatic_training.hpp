// `auto` outside a study: the whole table is the training part, the chosen arm's model of all rows is kept.
#pragma once

#include "app/study/repeat/candidate_trials.hpp"
#include "app/study/repeat/whole_model.hpp"

namespace ballast::app {

struct AutomaticModel {
  WholeModel made;
  ChosenArm chosen;
};

// options: the arm `auto` alone in augmentations, one classifier, its learner's options, the seed, and the column that
// groups rows, if any. Of amounts the default is `synthetic`. Throws as CandidateTrials.
AutomaticModel train_automatically(const Dataset& data, StudyOptions options, numeric::ThreadPool& pool,
                                   Observer& observer);

}  // namespace ballast::app
