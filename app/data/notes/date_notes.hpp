// What a user should know of columns that hold dates, but not only.
#pragma once

#include "app/data/dataset.hpp"

namespace ballast::app {

// Tells the observer of text columns most of whose cells are dates, with one that is none, and of those whose dates
// have years of two digits.
void note_mixed_dates(const Dataset& data, Observer& observer);

}  // namespace ballast::app
