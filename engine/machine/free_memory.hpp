// Memory that the machine could still give this process, as Linux counts it.
#pragma once

#include <cstddef>

namespace ballast::numeric {

// The least of what /proc/meminfo calls available and what a control group (version 2) leaves; the largest number where
// neither can be read. Threads: any number at a time.
std::size_t free_memory();

}  // namespace ballast::numeric
