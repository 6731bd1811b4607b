// The program: from the words of the command line to an exit status.
#pragma once

#include <string>
#include <vector>

namespace ballast::app {

// words: without the program's name. Prints; returns 0, 1 (our own fault), 2 (Error) or 130 (interrupted).
int run_program(const std::vector<std::string>& words);

}  // namespace ballast::app
