// Options that say what keeps two parts of a split apart.
#pragma once

#include "app/commands/parsing/option_spec.hpp"

namespace ballast::app {

// --gap, --group. read_with: a condition (read_with.hpp).
OptionSpec gap_option(const char* read_with);
OptionSpec group_option(const char* read_with);

}  // namespace ballast::app
