// TableSchema: what the columns of a file are, as `ballast schema` writes it and a user edits it: kinds, bounds, grids
// of decimals, formats of dates, labels, identifiers, the privacy floor of rare labels, and what holds between columns.
// The JSON is described in docs/formats.md.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/schema/constraint.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/decimals.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

struct SchemaColumn {
  std::string name;
  std::string kind;                                     // one of kSchemaKinds
  bool missing = false;                                 // whether cells may be missing
  std::optional<double> low = {}, high = {};            // of numbers and dates
  std::optional<tabular::Decimals> grid = {};           // of numbers
  std::string format = {};                              // of dates
  std::optional<std::vector<std::string>> labels = {};  // of text: all that may occur beside rare ones
  std::size_t rare_labels = 0;                          // of text, as found: labels below the floor; not read back
};

// binary: two numbers, those of low and high. identifier: tells rows apart, is not learned, and is made anew.
inline constexpr std::string_view kSchemaKinds[] = {"numeric",     "integer", "binary",
                                                    "categorical", "date",    "identifier"};

struct TableSchema {
  static constexpr std::size_t kRareBelow = 5;       // rows: a label that fewer hold points at people
  static constexpr std::size_t kListedLabels = 100;  // columns of more labels are written without their list

  std::vector<SchemaColumn> columns;
  std::size_t rare_below = kRareBelow;  // 0: no floor
  std::string rare_as = "(rare)";       // the label that stands for all below the floor
  std::vector<Constraint> constraints = {};

  const SchemaColumn* find(std::string_view name) const;
};

// What a table is found to be, and what holds in all of its rows (found_constraints.hpp).
TableSchema found_schema(const tabular::Table& table);

std::string schema_json(const TableSchema& schema);
// Throws Error: no such file, no JSON (with line), a key or kind that there is not, a constraint that is none or that
// contradicts another.
TableSchema load_table_schema(const std::string& path);
TableSchema parse_table_schema(std::string_view json, const std::string& path);

// All that the schema asks of a row: what it says of each column, and its constraints, in the order of in_order.
// Throws Error as in_order does.
std::vector<Constraint> rules_of(const TableSchema& schema);

// Adds to the options how the schema's columns are read. What options already say of a column holds.
void read_by(const TableSchema& schema, tabular::CsvOptions& options);

}  // namespace ballast::app
