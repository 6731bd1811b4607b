// Copies that are not exact: rows whose cells are nearly those of another row, and rows that differ in the label alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/tabular/table.hpp"

namespace ballast::tabular {

// Of each row of `test`, whether a row of `train` is the same in the given columns, numbers to about a thousandth of
// their column's standard deviation: both fall in one cell of a grid that fine, or of one that is half a step aside. A
// pair further apart than that is not found, and one nearer may be missed where many columns differ. Text cells and
// missing ones must be equal. Cost: two hashes a row, and a sort of those of `train`; no copy of the table.
std::vector<std::uint8_t> nearly_among(const Table& table, std::span<const std::size_t> columns,
                                       std::span<const std::size_t> test, std::span<const std::size_t> train);

// How many rows are equal in the given columns to one of another
// label: whatever is learned, not all of them come right.
std::size_t contradictory_rows(const Table& table, std::span<const std::size_t> columns,
                               std::span<const std::int32_t> y);

}  // namespace ballast::tabular
