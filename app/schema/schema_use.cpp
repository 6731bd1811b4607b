#include "app/schema/schema_use.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "app/schema/bound_constraints.hpp"
#include "app/schema/rare_labels.hpp"
#include "app/text/numbers.hpp"
#include "engine/error.hpp"
#include "engine/names.hpp"
#include "engine/tabular/labels/label_index.hpp"

namespace ballast::app {
namespace {

using Kind = Constraint::Kind;
using tabular::ColumnKind;

std::size_t file_line(const tabular::Table& table, std::size_t row) {
  return table.line(row);
}

void require_columns(const TableSchema& schema, const tabular::Table& table, const std::string& path) {
  std::vector<std::string_view> known, there;
  for (const SchemaColumn& column : schema.columns) known.emplace_back(column.name);
  for (const tabular::ColumnSchema& column : table.schema()) there.emplace_back(column.name);
  for (const SchemaColumn& column : schema.columns) {
    if (table.find(column.name)) continue;
    throw hint_nearest(Error("the schema has a column that the file lacks").in(path).got(column.name), column.name,
                       there);
  }
  for (const std::string_view name : there) {
    if (schema.find(name) == nullptr) {
      throw hint_nearest(Error("the file has a column that the schema lacks").in(path).got(name), name, known);
    }
  }
}

// The first row whose label is no number; else the first that has one. Requires: some cell is not missing.
std::size_t first_odd_row(const tabular::ColumnSchema& column, std::span<const double> cells) {
  for (std::size_t row = 0; row < cells.size(); ++row) {
    if (tabular::is_missing(cells[row])) continue;
    const std::string& label = column.labels[static_cast<std::size_t>(cells[row])];
    const bool padded = label.size() > 1 && label[0] == '0' && label.find('.') == std::string::npos;
    if (padded || !tabular::number_of(label)) return row;
  }
  const auto present = std::ranges::find_if_not(cells, tabular::is_missing);
  return static_cast<std::size_t>(present - cells.begin());
}

// Whether the column's cells are of another kind than the schema says, as text that should be numbers.
std::optional<Violation> wrong_kind(const SchemaColumn& said, const tabular::Table& table, std::size_t c) {
  const tabular::ColumnSchema& column = table.schema()[c];
  const bool number = said.kind == "numeric" || said.kind == "integer" || said.kind == "binary";
  const bool is_date = column.kind == ColumnKind::date;
  if (!(number && (column.is_text() || is_date)) && !(said.kind == "date" && column.is_text())) return std::nullopt;
  const std::size_t row = column.is_text() ? first_odd_row(column, table.column(c)) : 0;
  const std::string cell = column.is_text() ? column.labels[static_cast<std::size_t>(table.column(c)[row])]
                                            : "dates written " + column.format;
  return Violation{said.name + " is " + said.kind, table.rows(), file_line(table, row), said.name + " " + cell};
}

// An identifier that is missing, or that an earlier row has.
std::optional<Violation> not_unique(const SchemaColumn& said, const tabular::Table& table, std::size_t c) {
  Violation out{said.name + " is another in each row", 0, 0, ""};
  std::unordered_map<double, std::size_t> first;  // row by cell
  const std::span<const double> cells = table.column(c);
  for (std::size_t row = 0; row < cells.size(); ++row) {
    const bool missing = tabular::is_missing(cells[row]);
    const auto [at, added] = first.try_emplace(missing ? 0 : cells[row], row);
    if (!missing && added) continue;
    if (out.rows++ > 0) continue;
    out.line = file_line(table, row);
    out.got = said.name + (missing ? " missing" : " as in line " + std::to_string(file_line(table, at->second)));
  }
  if (out.rows == 0) return std::nullopt;
  return out;
}

// Those of one table's rules whose columns are of a kind that can be asked.
std::vector<Violation> broken_rules(std::span<const Constraint> rules, const tabular::Table& table) {
  const BoundConstraints bound(rules, table.schema());
  std::vector<Violation> out;
  for (std::size_t k = 0; k < rules.size(); ++k) {
    Violation found{rules[k].text(), 0, 0, ""};
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (bound.holds(k, table, row) || found.rows++ > 0) continue;
      found.line = file_line(table, row);
      found.got = rules[k].kind == Kind::present ? "a missing cell" : bound.cells_text(k, table, row);
    }
    if (found.rows > 0) out.push_back(std::move(found));
  }
  return out;
}

TableSchema without_columns(TableSchema schema, const std::vector<std::string>& names) {
  std::erase_if(schema.columns,
                [&](const SchemaColumn& column) { return std::ranges::count(names, column.name) != 0; });
  for (const Constraint& one : schema.constraints) {
    for (const std::string& name : one.columns) {
      if (schema.find(name) != nullptr) continue;
      throw Error("a constraint of the schema names a column that is left out")
          .got(one.text())
          .hint("it is '" + name + "'");
    }
  }
  return schema;
}

}  // namespace

std::vector<Violation> violations(const TableSchema& schema, const tabular::Table& table, const std::string& path) {
  require_columns(schema, table, path);
  std::vector<Violation> out;
  for (const SchemaColumn& said : schema.columns) {
    const std::size_t c = table.index_of(said.name);
    const auto found = said.kind == "identifier" ? not_unique(said, table, c) : wrong_kind(said, table, c);
    if (found) out.push_back(*found);
  }
  std::vector<Constraint> rules = rules_of(schema);
  const auto is_wrong = [&](const std::string& name) {
    return wrong_kind(*schema.find(name), table, table.index_of(name)).has_value();
  };
  std::erase_if(rules, [&](const Constraint& rule) { return std::ranges::any_of(rule.columns, is_wrong); });
  for (Violation& found : broken_rules(rules, table)) out.push_back(std::move(found));
  return out;
}

TableToLearn learned_by(const TableSchema& schema, const tabular::Table& table, const std::vector<std::string>& dropped,
                        const std::string& path, Observer& observer, bool privately) {
  TableSchema known = without_columns(schema, dropped);
  TableToLearn out{group_rare_labels(table, known, observer, privately ? Floor::listed : Floor::counted), {}};
  for (Constraint& one : known.constraints) {
    if (one.kind != Kind::combinations || one.allowed) continue;
    if (privately) {
      throw Error("combinations found in the rows would give rows away, and --epsilon is to keep them")
          .expected("\"allowed\" beside \"combinations\"")
          .got(one.text());
    }
    std::vector<std::size_t> columns;
    for (const std::string& name : one.columns) columns.push_back(out.table.index_of(name));
    one.allowed = combinations_of(out.table, columns);
  }
  const std::vector<Violation> broken = violations(known, out.table, path);
  if (!broken.empty()) {
    const std::size_t more = broken[0].rows - 1;
    Error error("the data are not as the schema says");
    error.in(path, broken[0].line).expected(broken[0].rule).got(broken[0].got);
    if (more > 0) error.hint("and " + with_commas(more) + " more rows; `ballast schema --check` tells all");
    throw error;
  }
  std::vector<std::string> identifiers;
  for (const SchemaColumn& column : known.columns) {
    if (column.kind == "identifier") identifiers.push_back(column.name);
  }
  for (std::size_t c = 0; c < table.columns(); ++c) {
    if (std::ranges::count(identifiers, table.schema()[c].name) == 0) continue;
    out.kept.identifiers.push_back(privately ? public_identifier(table.schema()[c], c) : fresh_identifier(table, c));
    const Identifier& made = out.kept.identifiers.back();
    observer.note("column '" + made.column.name + "' is an identifier: not learned, made anew from " + made.of_row(0) +
                  " on");
  }
  if (identifiers.size() == table.columns()) throw Error("every column is an identifier: nothing to learn").in(path);
  if (!identifiers.empty()) out.table = out.table.drop(identifiers);
  out.kept.schema = without_columns(std::move(known), identifiers);
  return out;
}

std::vector<diffusion::PublicColumn> public_columns(const TableSchema& schema) {
  std::vector<diffusion::PublicColumn> out;
  for (const SchemaColumn& column : schema.columns) {
    out.push_back({column.name, column.low, column.high, column.grid, column.labels, column.missing, schema.rare_as});
  }
  return out;
}

void save_kept_schema(const KeptSchema& kept, files::ArchiveWriter out) {
  out.text("json", schema_json(kept.schema));
  save_identifiers(kept.identifiers, out.child("identifiers"));
}

KeptSchema load_kept_schema(const files::ArchiveReader& in, const tabular::Schema& columns) {
  KeptSchema out{parse_table_schema(in.text("json"), in.path()),
                 load_identifiers(in.child("identifiers"), columns.size())};
  try {
    const std::vector<Constraint> rules = out.rules();
    const BoundConstraints checked(rules, columns);
  } catch (Error& error) {
    throw error.in(in.path());
  }
  return out;
}

}  // namespace ballast::app
