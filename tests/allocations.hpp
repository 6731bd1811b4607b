// Counts calls of operator new in a test program, of all threads, so that a test can hold a loop to "none".
#pragma once

#include <cstddef>

namespace ballast::testing {

std::size_t allocations();

}  // namespace ballast::testing
