#include "app/schema/table_schema.hpp"

#include <algorithm>

#include "app/text/numbers.hpp"

namespace ballast::app {
namespace {

using Kind = Constraint::Kind;

// What a column's own line asks of its cells.
void add_rules(const SchemaColumn& column, const TableSchema& schema, std::vector<Constraint>& out) {
  if (column.kind == "identifier") return;  // unique and present by construction
  const auto add = [&](Kind kind) -> Constraint& {
    Constraint one;
    one.kind = kind;
    one.columns = {column.name};
    return out.emplace_back(std::move(one));
  };
  if (!column.missing) add(Kind::present);
  if (column.kind == "binary" && column.low && column.high) {
    add(Kind::listed).allowed = {{all_digits(*column.low), all_digits(*column.high)}};
    return;
  }
  if (column.low || column.high) {
    Constraint& range = add(Kind::range);
    if (column.low) range.low = *column.low;
    if (column.high) range.high = *column.high;
    range.format = column.format;
  }
  if (column.grid) add(Kind::grid).grid = *column.grid;
  if (!column.labels) return;
  Constraint& listed = add(Kind::listed);
  listed.allowed = column.labels;
  if (schema.rare_below > 0) listed.allowed->push_back(schema.rare_as);
}

}  // namespace

const SchemaColumn* TableSchema::find(std::string_view name) const {
  const auto at = std::ranges::find(columns, name, &SchemaColumn::name);
  return at == columns.end() ? nullptr : &*at;
}

std::vector<Constraint> rules_of(const TableSchema& schema) {
  std::vector<Constraint> out;
  for (const SchemaColumn& column : schema.columns) add_rules(column, schema, out);
  for (const Constraint& one : schema.constraints) {
    out.push_back(one);
    const SchemaColumn* const total = one.kind == Kind::sum ? schema.find(one.columns.back()) : nullptr;
    if (total != nullptr && total->grid) out.back().grid = {.places = total->grid->places, .step = 1};
  }
  return in_order(std::move(out));
}

void read_by(const TableSchema& schema, tabular::CsvOptions& options) {
  const auto said = [&](const std::string& name) {
    return std::ranges::find(options.categorical, name) != options.categorical.end() ||
           std::ranges::find(options.dates, name, &tabular::DateColumn::column) != options.dates.end();
  };
  for (const SchemaColumn& column : schema.columns) {
    if (said(column.name)) continue;
    if (column.kind == "categorical") options.categorical_if_present.push_back(column.name);
    if (column.kind == "date") options.dates_if_present.push_back({column.name, column.format});
  }
}

}  // namespace ballast::app
