// The split of one repeat, and what the first says of the data.
#pragma once

#include "app/study/repeat/study_work.hpp"

namespace ballast::app {

// Repeat `number`, from 0, which goes to the sink; result.test_to_train, and of the first repeat result.data and
// result.synthetic, follow from it. Requires: that of 0 was the first. Throws Error as split_repeat and folds_of.
Repeat split_rows(const StudyWork& work, std::size_t number, StudyResult& result);

// The largest share of test rows to training rows so far.
void widen_test_to_train(const tabular::Split& split, StudyResult& result);

}  // namespace ballast::app
