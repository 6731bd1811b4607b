// What a table is found to be (table_schema.hpp).
#include <algorithm>
#include <optional>

#include "app/schema/found_constraints.hpp"
#include "app/schema/identifiers.hpp"
#include "app/schema/rare_labels.hpp"
#include "app/schema/table_schema.hpp"
#include "engine/tabular/present_cells.hpp"

namespace ballast::app {
namespace {

using tabular::ColumnKind;

// Labels that enough rows hold; the others are counted.
void take_labels(SchemaColumn& out, const tabular::ColumnSchema& column, std::span<const double> cells) {
  const std::vector<std::size_t> rows = label_counts(column, cells);
  std::vector<std::string> common;
  for (std::size_t label = 0; label < rows.size(); ++label) {
    if (rows[label] >= TableSchema::kRareBelow) common.push_back(column.labels[label]);
  }
  out.rare_labels = rows.size() - common.size();
  if (common.size() <= TableSchema::kListedLabels) out.labels = std::move(common);
}

// The grid that all cells stand on, not only most of them.
std::optional<tabular::Decimals> whole_grid(std::span<const double> sorted) {
  const tabular::Decimals grid = tabular::decimals_of(sorted);
  const bool all = std::ranges::all_of(sorted, [&](double cell) { return grid.nearest(cell) == cell; });
  return grid.is_free() || !all ? std::nullopt : std::optional(grid);
}

SchemaColumn found_column(const tabular::ColumnSchema& column, std::span<const double> cells) {
  SchemaColumn out{column.name, std::string(tabular::to_string(column.kind))};
  out.missing = std::ranges::any_of(cells, tabular::is_missing);
  if (column.is_text()) {
    out.kind = tabular::to_string(ColumnKind::categorical);
    take_labels(out, column, cells);
    return out;
  }
  const std::vector<double> sorted = tabular::sorted_cells(cells);
  if (column.kind == ColumnKind::date) out.format = column.format;
  if (sorted.empty() || column.kind == ColumnKind::categorical) return out;
  out.low = sorted.front();
  out.high = sorted.back();
  if (column.kind == ColumnKind::integer) out.grid = whole_grid(sorted).value_or(tabular::Decimals{.places = 0});
  if (column.kind == ColumnKind::numeric) out.grid = whole_grid(sorted);
  return out;
}

}  // namespace

TableSchema found_schema(const tabular::Table& table) {
  TableSchema out;
  const std::vector<std::size_t> identifiers = find_identifiers(table);
  std::vector<std::size_t> others;
  for (std::size_t c = 0; c < table.columns(); ++c) {
    if (std::ranges::binary_search(identifiers, c)) {
      out.columns.push_back({table.schema()[c].name, "identifier"});
    } else {
      out.columns.push_back(found_column(table.schema()[c], table.column(c)));
      others.push_back(c);
    }
  }
  Observer quiet;
  out.constraints = found_constraints(group_rare_labels(table.take_columns(others), out, quiet));
  return out;
}

}  // namespace ballast::app
