// Other words for options and commands: those that are taken, and those of other programs that lead to a hint.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/commands/parsing/option_spec.hpp"

namespace ballast::app {

// The option of the command that `word` (without dashes) is another spelling of: a letter (-o), or its name in an
// earlier version. Empty if none.
std::string_view accepted_option(std::string_view word, const std::vector<OptionSpec>& options);

// What was probably meant by an unknown option or command: another program's word for it, else the nearest name. Empty
// if nothing is near.
std::string meant_option(std::string_view word, const std::vector<std::string>& names);
std::string meant_command(std::string_view word, const std::vector<std::string>& names);

}  // namespace ballast::app
