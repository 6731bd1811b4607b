#include "app/fidelity/common_schema.hpp"

#include <algorithm>

#include "engine/error.hpp"

namespace ballast::app::fidelity {
namespace {

using tabular::ColumnKind;
using tabular::ColumnSchema;
using tabular::Schema;
using tabular::Table;

std::string names_of(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 5;
  std::string out;
  for (std::size_t i = 0; i < std::min(kShown, names.size()); ++i) out += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > kShown) out += ", ... (" + std::to_string(names.size()) + " columns)";
  return out;
}

std::vector<std::string> lacking(const Schema& wanted, const Table& table) {
  std::vector<std::string> out;
  for (const ColumnSchema& column : wanted) {
    if (!table.find(column.name)) out.push_back(column.name);
  }
  return out;
}

Table in_order_of(const Schema& wanted, const NamedTable& other, const NamedTable& first) {
  if (const auto absent = lacking(wanted, other.table); !absent.empty()) {
    throw Error("the files differ in columns")
        .in(other.name)
        .expected("all columns of " + first.name)
        .got("none called " + names_of(absent))
        .hint("--drop leaves columns out of all files");
  }
  if (const auto beyond = lacking(other.table.schema(), first.table); !beyond.empty()) {
    throw Error("the files differ in columns")
        .in(other.name)
        .expected("only columns of " + first.name)
        .got(names_of(beyond))
        .hint("--drop leaves columns out of all files");
  }
  std::vector<std::size_t> places;
  for (const ColumnSchema& column : wanted) places.push_back(other.table.index_of(column.name));
  return other.table.take_columns(places);
}

bool has_cells(const Table& table, std::size_t c) {
  return std::ranges::any_of(table.column(c), [](double cell) { return !tabular::is_missing(cell); });
}

std::vector<std::string> united_labels(const std::vector<NamedTable>& tables, std::size_t c) {
  std::vector<std::string> out;
  for (const NamedTable& each : tables) {
    const auto& labels = each.table.schema()[c].labels;
    out.insert(out.end(), labels.begin(), labels.end());
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void require_text(const std::vector<NamedTable>& tables, std::size_t c) {
  for (const NamedTable& each : tables) {
    const ColumnSchema& column = each.table.schema()[c];
    if (column.is_text() || !has_cells(each.table, c)) continue;
    throw Error("column '" + column.name + "' is text in one file and numbers in another")
        .in(each.name)
        .hint("--categorical '" + column.name + "' reads it as text in all");
  }
}

std::vector<double> recoded(std::span<const double> cells, const std::vector<std::string>& from,
                            const std::vector<std::string>& to) {
  std::vector<double> code;
  for (const std::string& label : from) {
    code.push_back(static_cast<double>(std::ranges::lower_bound(to, label) - to.begin()));
  }
  std::vector<double> out(cells.begin(), cells.end());
  for (double& cell : out) {
    if (!tabular::is_missing(cell)) cell = code[static_cast<std::size_t>(cell)];
  }
  return out;
}

}  // namespace

bool is_discrete(const ColumnSchema& column) {
  return column.is_text() || column.kind == ColumnKind::binary || column.kind == ColumnKind::categorical;
}

void bring_under_common_schema(std::vector<NamedTable>& tables) {
  Schema schema = tables[0].table.schema();
  for (const NamedTable& each : tables) {
    if (each.table.rows() == 0) throw Error("no rows to compare").in(each.name).expected("at least one row");
  }
  if (schema.empty()) throw Error("no columns to compare").in(tables[0].name);
  for (std::size_t i = 1; i < tables.size(); ++i) tables[i].table = in_order_of(schema, tables[i], tables[0]);
  std::vector<std::vector<std::vector<double>>> cells(tables.size());
  for (std::size_t c = 0; c < schema.size(); ++c) {
    const std::vector<std::string> labels = united_labels(tables, c);
    if (!labels.empty()) {
      require_text(tables, c);
      schema[c].labels = labels;
      schema[c].format.clear();
      schema[c].kind = labels.size() == 2 ? ColumnKind::binary : ColumnKind::categorical;
    }
    for (std::size_t i = 0; i < tables.size(); ++i) {
      const Table& table = tables[i].table;
      cells[i].push_back(labels.empty() ? std::vector<double>(table.column(c).begin(), table.column(c).end())
                                        : recoded(table.column(c), table.schema()[c].labels, labels));
    }
  }
  for (std::size_t i = 0; i < tables.size(); ++i) tables[i].table = Table(schema, std::move(cells[i]));
}

}  // namespace ballast::app::fidelity
