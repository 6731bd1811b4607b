// Rows that are equal in all cells (missing equals missing), found by hashing.
#pragma once

#include <cstddef>

#include "engine/tabular/table.hpp"

namespace ballast::app::fidelity {

// How many rows of `other` equal a row of `real`. Tables under one schema.
std::size_t count_copies(const tabular::Table& real, const tabular::Table& other);

// The first of each group of equal rows, in their order.
tabular::Table distinct_rows(const tabular::Table& table);

}  // namespace ballast::app::fidelity
