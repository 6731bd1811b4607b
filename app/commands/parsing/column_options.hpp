// Options that say of one column what cannot hold at once, or what one of them makes void.
#pragma once

#include <string>

#include "app/commands/parsing/arguments.hpp"
#include "engine/quoting.hpp"

namespace ballast::app {

// Throws Error naming both options and the column: --categorical and --date, --drop and what says how a column is read
// or used, --date twice.
void refuse_contradictions(const Arguments& arguments);

// A word of --date: the column, and "=FORMAT" or nothing. A format holds no '=', a name may.
NamedWord cut_dated(const std::string& word);

}  // namespace ballast::app
