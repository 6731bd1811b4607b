// The arms of a study that names none, on data with few positives.
#pragma once

#include "app/study/study.hpp"

namespace ballast::app {

// Takes out the arms whose generator learns from more positives than the smallest
// part of some repeat has, and notes it; an arm that a user named is not for this:
// it is refused when its turn comes. Throws Error as split_repeat and folds_of do.
void leave_out_hungry_arms(const Dataset& data, StudyOptions& options, Observer& observer);

}  // namespace ballast::app
