// What the numbers of a column are: any, whole ones, or one of two values.
// Internal to engine/tabular.
#pragma once

#include <span>

#include "engine/tabular/table.hpp"

namespace ballast::tabular::csv {

// Missing cells aside.
bool all_whole(std::span<const double> cells);

// Both of the numbers 0 and 1 and no others, missing cells aside.
bool are_zero_one(std::span<const double> cells);

// The kind that is known, unless the cells do not fit it; numeric where all are missing.
ColumnKind kind_of_numbers(std::span<const double> cells, const ColumnSchema* known);

}  // namespace ballast::tabular::csv
