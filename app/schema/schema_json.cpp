// A schema as JSON, to be read and edited by people: a column a line.
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/schema/table_schema.hpp"
#include "engine/tabular/dates/date_format.hpp"
#include "engine/tabular/labels/label_index.hpp"

namespace ballast::app {
namespace {

using LinedJson = nlohmann::ordered_json;
using Kind = Constraint::Kind;

// 17, not 17.0; of dates the text.
LinedJson number_json(double value, const std::string& date_format) {
  constexpr double kWhole = 9007199254740992;  // 2^53
  if (!date_format.empty()) return tabular::DateFormat(date_format).write(value);
  if (std::trunc(value) == value && std::fabs(value) < kWhole) return static_cast<std::int64_t>(value);
  return value;
}

LinedJson column_json(const SchemaColumn& column) {
  LinedJson out{{"name", column.name}, {"kind", column.kind}};
  if (!column.format.empty()) out["format"] = column.format;
  if (column.low) out["min"] = number_json(*column.low, column.format);
  if (column.high) out["max"] = number_json(*column.high, column.format);
  if (column.grid) {
    if (column.kind == "numeric") out["places"] = column.grid->places;
    if (column.grid->step != 1) out["step"] = column.grid->step;
    if (column.grid->offset != 0) out["offset"] = column.grid->offset;
  }
  if (column.missing) out["missing"] = true;
  if (column.labels) out["labels"] = *column.labels;
  if (column.rare_labels > 0) out["rare_labels"] = column.rare_labels;
  return out;
}

// A cell of a list as its column has it: a number where the column holds numbers.
LinedJson allowed_json(const std::string& text, const SchemaColumn* column) {
  if (text.empty()) return nullptr;
  const bool number = column != nullptr && column->kind != "categorical" && column->kind != "date";
  const auto value = number ? tabular::number_of(text) : std::nullopt;
  return value && std::isfinite(*value) ? number_json(*value, "") : LinedJson(text);
}

LinedJson combinations_json(const Constraint& one, const TableSchema& schema) {
  LinedJson out{{"combinations", one.columns}};
  if (!one.allowed) return out;
  LinedJson lines = LinedJson::array();
  const std::size_t width = one.columns.size();
  for (std::size_t i = 0; i < one.allowed->size(); ++i) {
    if (i % width == 0) lines.push_back(LinedJson::array());
    lines.back().push_back(allowed_json((*one.allowed)[i], schema.find(one.columns[i % width])));
  }
  out["allowed"] = std::move(lines);
  return out;
}

LinedJson constraint_json(const Constraint& one, const TableSchema& schema) {
  if (one.kind == Kind::ordered) return {{"ordered", one.columns}};
  if (one.kind == Kind::combinations) return combinations_json(one, schema);
  return {{"sum", std::vector<std::string>(one.columns.begin(), one.columns.end() - 1)}, {"total", one.columns.back()}};
}

std::string one_line(const LinedJson& json) {
  return json.dump(-1, ' ', false, LinedJson::error_handler_t::replace);
}

// "name": [ one element a line ]
std::string lines_json(const char* name, const std::vector<LinedJson>& elements) {
  std::string out = std::string("  \"") + name + "\": [";
  for (std::size_t i = 0; i < elements.size(); ++i) out += (i == 0 ? "\n    " : ",\n    ") + one_line(elements[i]);
  return out + (elements.empty() ? "]" : "\n  ]");
}

}  // namespace

std::string schema_json(const TableSchema& schema) {
  std::vector<LinedJson> columns, constraints;
  for (const SchemaColumn& column : schema.columns) columns.push_back(column_json(column));
  for (const Constraint& one : schema.constraints) constraints.push_back(constraint_json(one, schema));
  std::string out = "{\n  \"ballast_schema\": 1,\n";
  out += "  \"rare_below\": " + std::to_string(schema.rare_below) + ",\n";
  out += "  \"rare_as\": " + one_line(schema.rare_as) + ",\n";
  return out + lines_json("columns", columns) + ",\n" + lines_json("constraints", constraints) + "\n}\n";
}

}  // namespace ballast::app
