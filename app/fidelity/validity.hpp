// Whether rows could be real at all: values within the real ones' bounds, among their labels, with their decimals.
#pragma once

#include <vector>

#include "engine/tabular/table.hpp"

namespace ballast::app::fidelity {

// Shares of a column's cells that are not missing; NaN of none, or where the question has no sense.
struct ColumnValidity {
  double bounds;   // of numbers: from the smallest to the largest real value
  double levels;   // of discrete values: those that occur in the real table
  double lattice;  // of numbers: those on the grid that the real values stand on (tabular/decimals.hpp)
};

// Tables under one schema.
std::vector<ColumnValidity> column_validity(const tabular::Table& real, const tabular::Table& other);

}  // namespace ballast::app::fidelity
