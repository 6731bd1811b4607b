// What all ranks of one command must have alike before it begins; its data are compared once they are read.
#pragma once

#include "app/commands/parsing/arguments.hpp"
#include "engine/ranks/agreement.hpp"

namespace ballast::app {

// The program by the SHA-256 of its file, OpenBLAS with the kernels it took, the seed, and the words but for --threads.
ranks::Facts rank_facts(const Arguments& arguments);

}  // namespace ballast::app
