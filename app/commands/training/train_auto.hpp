// `train --augment auto`: the arm that cross-fitting chooses, trained on all rows, and what was tried.
#pragma once

#include "app/commands/training/train_model.hpp"

namespace ballast::app {

// --augment, --choose-from.
std::vector<OptionSpec> train_auto_options();
bool trains_automatically(const Arguments& arguments);

// learners: as the command line says, seeds and all. Throws as train_automatically (app/study/repeat).
TrainedModel train_auto(const Arguments& arguments, const Dataset& data, const LearnerOptions& learners,
                        Session& session);

}  // namespace ballast::app
