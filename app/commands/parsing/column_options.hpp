// Options that say of one column what cannot hold at once, or what one of them makes void.
#pragma once

#include "app/commands/parsing/arguments.hpp"

namespace ballast::app {

// Throws Error naming both options and the column: --categorical and --date, --drop and what says how a column is read
// or used, --date twice.
void refuse_contradictions(const Arguments& arguments);

}  // namespace ballast::app
