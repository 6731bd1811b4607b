// Lists as values of options: `Time,"Amount, EUR"`, cut as a CSV record is. engine/quoting.hpp is the reverse.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ballast::app {

// A word that says something of a name in quotes, `"a=b"=x`, keeps them, for cut_named to read.
// Throws Error on an empty name and on a quote that does not close. Empty text has no words.
std::vector<std::string> split_option_list(std::string_view text);

}  // namespace ballast::app
