// Counts calls of operator new in this test program, of all threads, so that a test can hold a loop to "none".
#pragma once

#include <cstddef>

namespace ballast::test {

std::size_t allocations();

}  // namespace ballast::test
