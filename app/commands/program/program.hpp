// The program: from the words of the command line to an exit status.
#pragma once

#include <string>
#include <vector>

#include "engine/ranks/ranks.hpp"

namespace ballast::app {

// words: without the program's name. Prints; returns 0, 1 (our own fault), 2 (Error) or 130 (interrupted). Of several
// ranks the first prints, and a fault of any ends all with such a status.
int run_program(const std::vector<std::string>& words, ranks::Ranks& ranks);

}  // namespace ballast::app
