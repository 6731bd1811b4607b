// How a program gets its ranks. There are two definitions, and the program is linked with one: start_alone.cpp, or
// mpi/mpi_ranks.cpp. Libraries know neither.
#pragma once

#include <memory>

#include "engine/ranks/ranks.hpp"

namespace ballast::ranks {

// Call once, in main, with its arguments; what is for the starter of the ranks is taken out of them. The ranks part in
// order when the object goes, which all must let go of. Throws Error where they cannot start.
std::unique_ptr<Ranks> start(int& argc, char**& argv);

}  // namespace ballast::ranks
