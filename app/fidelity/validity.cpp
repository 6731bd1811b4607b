#include "app/fidelity/validity.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_set>

#include "app/fidelity/common_schema.hpp"
#include "app/fidelity/figure.hpp"
#include "engine/tabular/decimals.hpp"
#include "engine/tabular/present_cells.hpp"

namespace ballast::app::fidelity {
namespace {

using tabular::is_missing;
using tabular::Table;

template <class Holds>
double share_of_known(std::span<const double> cells, Holds&& holds) {
  double known = 0, hits = 0;
  for (const double cell : cells) {
    if (is_missing(cell)) continue;
    known += 1;
    hits += holds(cell) ? 1 : 0;
  }
  return known > 0 ? hits / known : kUnknown;
}

ColumnValidity validity_of_levels(std::span<const double> real, std::span<const double> other) {
  std::unordered_set<double> levels;
  for (const double cell : real) {
    if (!is_missing(cell)) levels.insert(cell);
  }
  return {kUnknown, share_of_known(other, [&](double cell) { return levels.contains(cell); }), kUnknown};
}

ColumnValidity validity_of_numbers(std::span<const double> real, std::span<const double> other) {
  const std::vector<double> known = tabular::sorted_cells(real);
  if (known.empty()) return {kUnknown, kUnknown, kUnknown};
  const double low = known.front(), high = known.back();
  const tabular::Decimals grid = tabular::decimals_of(known);
  return {share_of_known(other, [&](double cell) { return cell >= low && cell <= high; }), kUnknown,
          grid.is_free() ? kUnknown : share_of_known(other, [&](double cell) { return grid.nearest(cell) == cell; })};
}

}  // namespace

std::vector<ColumnValidity> column_validity(const Table& real, const Table& other) {
  std::vector<ColumnValidity> out;
  for (std::size_t c = 0; c < real.columns(); ++c) {
    out.push_back(is_discrete(real.schema()[c]) ? validity_of_levels(real.column(c), other.column(c))
                                                : validity_of_numbers(real.column(c), other.column(c)));
  }
  return out;
}

}  // namespace ballast::app::fidelity
