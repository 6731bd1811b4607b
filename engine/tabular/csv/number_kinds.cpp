// The kind of a column of numbers, from its cells (number_kinds.hpp).
#include "engine/tabular/csv/number_kinds.hpp"

#include <algorithm>
#include <cmath>

namespace ballast::tabular::csv {
namespace {

// Whether the cells hold at most two values.
bool at_most_two(std::span<const double> cells) {
  double values[2] = {};
  std::size_t distinct = 0;
  for (const double cell : cells) {
    if (is_missing(cell) || (distinct > 0 && cell == values[0]) || (distinct > 1 && cell == values[1])) continue;
    if (distinct == 2) return false;
    values[distinct++] = cell;
  }
  return true;
}

}  // namespace

bool all_whole(std::span<const double> cells) {
  return std::ranges::all_of(cells, [](double cell) { return is_missing(cell) || std::trunc(cell) == cell; });
}

bool are_zero_one(std::span<const double> cells) {
  bool zero = false, one = false;
  for (const double cell : cells) {
    if (is_missing(cell)) continue;
    if (cell != 0 && cell != 1) return false;
    (cell == 0 ? zero : one) = true;
  }
  return zero && one;
}

ColumnKind kind_of_numbers(std::span<const double> cells, const ColumnSchema* known) {
  const bool two = at_most_two(cells);
  if (known != nullptr && (known->kind != ColumnKind::binary || two)) {
    return known->kind == ColumnKind::integer && !all_whole(cells) ? ColumnKind::numeric : known->kind;
  }
  const auto present = [](double cell) { return !is_missing(cell); };
  const auto first = std::ranges::find_if(cells, present);
  if (first == cells.end()) return ColumnKind::numeric;
  const bool one = two && std::all_of(first, cells.end(), [&](double c) { return is_missing(c) || c == *first; });
  if (two && !one) return ColumnKind::binary;
  return all_whole(cells) ? ColumnKind::integer : ColumnKind::numeric;
}

}  // namespace ballast::tabular::csv
