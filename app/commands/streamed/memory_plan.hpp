// MemoryPlan: what training from a disk takes of the memory it may have, before it starts. Three phases follow each
// other: notes and bins, a column at a time; codes, a block of rows at a time; rounds, with a few numbers a row. What a
// budget leaves beside the last keeps blocks of codes in memory.
#pragma once

#include <cstddef>
#include <string>

#include "classifiers/boosting/boosting.hpp"

namespace ballast::app {

// "2G", "1.5g", "500M", "800000K" or bytes; G is 2^30. Throws Error.
std::size_t parse_memory(const std::string& text);
// "1.2 GB", "640 MB".
std::string memory_text(std::size_t bytes);

struct RowsInMemoryPlan {
  std::size_t rows = 0, features = 0;
  std::size_t groups = 1;   // trees a round
  std::size_t reading = 0;  // bytes that it takes to read the data, where they are text
};

struct MemoryPlan {
  std::size_t needs = 0;            // bytes, at least
  std::size_t columns_at_once = 1;  // while bins are found
  std::size_t block_rows = 0;       // of the code file
  std::size_t room = 0;             // for blocks that stay
};

// Throws Error where the budget is too small.
MemoryPlan plan_memory(std::size_t budget, const RowsInMemoryPlan& rows, const classifiers::BoostingOptions& options,
                       std::size_t threads);

}  // namespace ballast::app
