// Options of the classifiers, of `train` and of all that trains them.
#pragma once

#include <vector>

#include "app/commands/parsing/command.hpp"
#include "app/study/learner.hpp"

namespace ballast::app {

// --trees, --depth, ... of the two classifiers; the short form has --trees and --rounds alone.
std::vector<OptionSpec> learner_options(bool all);
LearnerOptions read_learner_options(const Arguments& arguments, bool all);

// --loss, and of focal loss --focusing and --focusing-others.
classifiers::Loss read_loss(const Arguments& arguments);
OptionSpec focusing_option(const char* read_with);
classifiers::Focusing read_focusing(const Arguments& arguments);

}  // namespace ballast::app
