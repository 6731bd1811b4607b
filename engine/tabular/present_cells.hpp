// The cells of a column that are there.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "engine/tabular/table.hpp"

namespace ballast::tabular {

// In the order of the rows.
inline std::vector<double> present_cells(std::span<const double> cells) {
  std::vector<double> out(cells.begin(), cells.end());
  std::erase_if(out, is_missing);
  return out;
}

// Ascending.
inline std::vector<double> sorted_cells(std::span<const double> cells) {
  std::vector<double> out = present_cells(cells);
  std::ranges::sort(out);
  return out;
}

}  // namespace ballast::tabular
