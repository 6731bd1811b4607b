// Rows of a generator's file as lines of CSV, made block by block: memory does not grow with their number. Over ranks
// the blocks go round: block b is made by rank b mod R, and the first rank writes them in order, so the file has the
// same bytes at any number of ranks.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "app/data/added/made_rows.hpp"
#include "engine/ranks/ranks.hpp"

namespace ballast::app {

struct RowsToMake {
  std::uint64_t first = 0;
  std::uint64_t count = 1;
  std::uint64_t seed = 0;
  std::vector<diffusion::CellCondition> conditions = {};  // on columns of the generator's schema
};

// Hands header and rows, as the generator's source was written, to `put`, on the first rank alone. All ranks call it
// with the same. Returns the ledger of all rows, on each. Throws Error as make_rows does.
Ledger write_made_rows(const GeneratorFile& file, const RowsToMake& wanted, ranks::Ranks& ranks,
                       numeric::ThreadPool& pool, Observer& observer, const std::function<void(std::string_view)>& put);

}  // namespace ballast::app
