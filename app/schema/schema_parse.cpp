// JSON that a user may have edited becomes a schema, or one line that says what is wrong with it.
#include <algorithm>
#include <cmath>
#include <set>

#include "app/schema/json_object.hpp"
#include "app/schema/table_schema.hpp"
#include "app/text/numbers.hpp"
#include "engine/files/file_layer.hpp"
#include "engine/names.hpp"
#include "engine/tabular/dates/date_format.hpp"

namespace ballast::app {
namespace {

using Json = nlohmann::json;
using Kind = Constraint::Kind;

constexpr std::uint64_t kMostStep = std::uint64_t{1} << 53;

// A bound, a number or a date as the column writes it.
std::optional<double> bound_of(JsonObject& object, const char* key, const SchemaColumn& column) {
  const Json* const value = object.find(key);
  if (value == nullptr) return std::nullopt;
  if (column.kind != "date") return object.number(key, *value);
  const tabular::DateFormat format(column.format);
  if (const auto seconds = format.read(object.text(key, *value))) return seconds;
  throw object.wrong(key, "a date such as " + format.text(), *value);
}

void read_grid(JsonObject& object, SchemaColumn& out) {
  const Json* const places = out.kind == "numeric" ? object.find("places") : nullptr;
  const Json* const step = object.find("step");
  if (out.kind != "integer" && places == nullptr) {
    if (step != nullptr) throw object.wrong("step", "\"places\" beside it", *step);
    return;
  }
  tabular::Decimals grid{.places = 0, .step = 1};
  if (places != nullptr) grid.places = static_cast<int>(object.whole("places", *places, tabular::Decimals::kMost));
  if (step != nullptr) grid.step = object.whole("step", *step, kMostStep, 1);
  if (const Json* const offset = step != nullptr ? object.find("offset") : nullptr) {
    grid.offset = object.whole("offset", *offset, grid.step - 1);
  }
  out.grid = grid;
}

void read_bounds(JsonObject& object, SchemaColumn& out) {
  out.low = bound_of(object, "min", out);
  out.high = bound_of(object, "max", out);
  if (!out.low || !out.high || *out.low <= *out.high) return;
  throw Error("column '" + out.name + "' can have no value: its \"min\" is above its \"max\"");
}

void read_labels(JsonObject& object, SchemaColumn& out) {
  object.find("rare_labels");
  const Json* const labels = object.find("labels");
  if (labels == nullptr) return;
  out.labels = object.texts("labels", *labels);
  std::ranges::sort(*out.labels);
  const auto twice = std::ranges::adjacent_find(*out.labels);
  if (twice != out.labels->end()) throw Error("column '" + out.name + "' lists a label twice").got(*twice);
  if (!out.labels->empty() && out.labels->front().empty()) {
    throw Error("column '" + out.name + "' lists an empty label").hint("an empty cell is missing: \"missing\": true");
  }
}

SchemaColumn column_of(const Json& json) {
  const bool named = json.is_object() && json.contains("name") && json["name"].is_string();
  const std::string what = named ? "column '" + json["name"].get<std::string>() + "'" : "a column";
  JsonObject object(json, what);
  SchemaColumn out{object.text("name", object.get("name")), object.text("kind", object.get("kind"))};
  if (std::ranges::find(kSchemaKinds, out.kind) == std::end(kSchemaKinds)) {
    throw hint_nearest(Error(what + " is of a kind that there is not")
                           .expected("numeric, integer, binary, categorical, date or identifier")
                           .got(out.kind),
                       out.kind, kSchemaKinds);
  }
  if (out.kind == "date") out.format = tabular::DateFormat(object.text("format", object.get("format"))).text();
  if (out.kind == "categorical") {
    read_labels(object, out);
  } else if (out.kind != "identifier") {
    read_bounds(object, out);
    if (out.kind == "numeric" || out.kind == "integer") read_grid(object, out);
  }
  if (const Json* const missing = out.kind == "identifier" ? nullptr : object.find("missing")) {
    out.missing = object.truth("missing", *missing);
  }
  object.done();
  return out;
}

const SchemaColumn& known_column(const TableSchema& schema, const std::string& name) {
  const SchemaColumn* const column = schema.find(name);
  if (column == nullptr) {
    std::vector<std::string_view> names;
    for (const SchemaColumn& one : schema.columns) names.emplace_back(one.name);
    throw hint_nearest(Error("a constraint names a column that the schema has not").got(name), name, names);
  }
  if (column->kind == "identifier") throw Error("a constraint on an identifier, which is made anew").got(name);
  return *column;
}

// A cell of a list, as text: numbers as they are, null where missing.
std::string allowed_cell(JsonObject& object, const Json& cell, const SchemaColumn& column) {
  if (cell.is_null()) return "";
  const bool is_text = column.kind == "categorical" || column.kind == "date";
  if (!is_text) return all_digits(object.number("allowed", cell));
  std::string text = object.text("allowed", cell);
  if (text.empty()) throw object.wrong("allowed", "null for a missing cell", cell);
  if (column.kind == "date" && !tabular::DateFormat(column.format).read(text)) {
    throw object.wrong("allowed", "a date such as " + column.format, cell);
  }
  return text;
}

void read_allowed(JsonObject& object, const TableSchema& schema, Constraint& out) {
  const Json* const allowed = object.find("allowed");
  if (allowed == nullptr) return;
  out.allowed.emplace();
  for (const Json& line : object.list("allowed", *allowed)) {
    if (!line.is_array() || line.size() != out.columns.size()) {
      throw object.wrong("allowed", "lists of " + std::to_string(out.columns.size()) + " cells", line);
    }
    for (std::size_t i = 0; i < line.size(); ++i) {
      out.allowed->push_back(allowed_cell(object, line[i], known_column(schema, out.columns[i])));
    }
  }
  if (out.allowed->empty())
    throw Error("the constraints contradict each other: no combination is allowed").got(object.shown());
}

void check_columns(const Constraint& one, const TableSchema& schema, const std::string& shown) {
  if (one.columns.size() < 2) throw Error("a constraint needs two columns or more").got(shown);
  if (std::set<std::string>(one.columns.begin(), one.columns.end()).size() < one.columns.size()) {
    throw Error("a constraint names a column twice").got(shown);
  }
  std::set<bool> dates;
  for (const std::string& name : one.columns) {
    const SchemaColumn& column = known_column(schema, name);
    if (one.kind == Kind::combinations) continue;
    if (column.kind == "categorical" || (column.kind == "date" && one.kind == Kind::sum)) {
      throw Error("a constraint on numbers names a column of kind " + column.kind)
          .got(shown)
          .hint("it is '" + name + "'");
    }
    dates.insert(column.kind == "date");
  }
  if (dates.size() > 1) throw Error("a constraint orders dates and numbers").got(shown);
}

Constraint constraint_of(const Json& json, const TableSchema& schema) {
  JsonObject object(json, "a constraint");
  Constraint out;
  if (const Json* const ordered = object.find("ordered")) {
    out.columns = object.texts("ordered", *ordered);
  } else if (const Json* const sum = object.find("sum")) {
    out.kind = Kind::sum;
    out.columns = object.texts("sum", *sum);
    out.columns.push_back(object.text("total", object.get("total")));
  } else if (const Json* const together = object.find("combinations")) {
    out.kind = Kind::combinations;
    out.columns = object.texts("combinations", *together);
  } else if (object.find("unique") != nullptr) {
    throw Error("rows are made one by one, and none knows of the others: \"unique\" cannot be kept")
        .got(object.shown())
        .hint("of one column: \"kind\": \"identifier\", which is another in each row and is made anew");
  } else {
    throw Error("a constraint is none")
        .expected("\"ordered\", \"sum\" with \"total\", or \"combinations\"")
        .got(object.shown());
  }
  check_columns(out, schema, object.shown());
  if (out.kind == Kind::combinations) read_allowed(object, schema, out);
  object.done();
  return out;
}

TableSchema schema_of(const Json& json) {
  JsonObject object(json, "the schema");
  if (object.whole("ballast_schema", object.get("ballast_schema"), 1) != 1) {
    throw Error("no schema of this format").expected("\"ballast_schema\": 1");
  }
  TableSchema out;
  if (const Json* const below = object.find("rare_below")) {
    out.rare_below = object.whole("rare_below", *below, 1'000'000);
  }
  if (const Json* const as = object.find("rare_as")) out.rare_as = object.text("rare_as", *as);
  if (out.rare_as.empty()) throw Error("\"rare_as\" of the schema is empty").expected("a label");
  for (const Json& one : object.list("columns", object.get("columns"))) {
    SchemaColumn column = column_of(one);
    if (out.find(column.name) != nullptr) throw Error("the schema has a column twice").got(column.name);
    out.columns.push_back(std::move(column));
  }
  if (const Json* const constraints = object.find("constraints")) {
    for (const Json& one : object.list("constraints", *constraints)) out.constraints.push_back(constraint_of(one, out));
  }
  object.done();
  rules_of(out);  // throws where they contradict each other
  return out;
}

}  // namespace

TableSchema parse_table_schema(std::string_view json, const std::string& path) {
  try {
    return schema_of(parse_schema_json(json));
  } catch (Error& error) {
    throw error.in(path, error.line());
  }
}

TableSchema load_table_schema(const std::string& path) {
  const std::vector<std::byte> bytes = files::system_files().read(path);
  return parse_table_schema({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path);
}

}  // namespace ballast::app
