// Rows of the rare class that stand in the data more than once, as where somebody oversampled them before: a model that
// has learned the one knows the other, and every figure on rows held back flatters.
#pragma once

#include "app/data/dataset.hpp"
#include "engine/observer.hpp"

namespace ballast::app {

// Notes it where a fifth of the positives or more equal another in all features, and four times as large a share as of
// the other rows: in a table of few labels many rows are equal of themselves. Not with groups, which keep copies
// together.
void note_copied_positives(const Dataset& data, Observer& observer);

}  // namespace ballast::app
