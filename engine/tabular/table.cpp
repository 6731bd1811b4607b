#include "engine/tabular/table.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "engine/numeric/huge_pages.hpp"
#include "engine/tabular/column_names.hpp"

namespace ballast::tabular {
namespace {

std::vector<std::string_view> names_of(const Schema& schema) {
  std::vector<std::string_view> names;
  names.reserve(schema.size());
  for (const ColumnSchema& column : schema) names.push_back(column.name);
  return names;
}

// Why rows of `theirs` do not fit below rows of `ours`; requires ours != theirs.
Error schema_mismatch(const Schema& ours, const Schema& theirs) {
  if (ours.size() != theirs.size()) {
    return Error("rows of a table with other columns cannot be appended")
        .expected(std::to_string(ours.size()) + " columns")
        .got(std::to_string(theirs.size()));
  }
  const auto differs = std::mismatch(ours.begin(), ours.end(), theirs.begin());
  const ColumnSchema& expected = *differs.first;
  const ColumnSchema& found = *differs.second;
  if (expected.name != found.name) {
    return Error("rows of a table with other columns cannot be appended")
        .expected("a column '" + expected.name + "'")
        .got(found.name);
  }
  if (expected.kind != found.kind) {
    return Error("column '" + expected.name + "' is of another kind in the rows to append")
        .expected(std::string(to_string(expected.kind)))
        .got(to_string(found.kind));
  }
  return Error("column '" + expected.name + "' has other labels in the rows to append");
}

}  // namespace

std::string_view to_string(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::numeric:
      return "numeric";
    case ColumnKind::integer:
      return "integer";
    case ColumnKind::binary:
      return "binary";
    case ColumnKind::categorical:
      return "categorical";
    case ColumnKind::date:
      return "date";
  }
  assert(false);
  return "unknown";
}

Table::Table(Schema schema, std::size_t rows) : schema_(std::move(schema)), origins_(rows) {
  cells_.assign(schema_.size(), std::vector<double>(rows, kMissing));
  for (std::size_t row = 0; row < rows; ++row) origins_[row].row = row;
}

Table::Table(Schema schema, std::vector<std::vector<double>> cells)
    : schema_(std::move(schema)), cells_(std::move(cells)) {
  assert(cells_.size() == schema_.size());
  const std::size_t rows = cells_.empty() ? 0 : cells_.front().size();
  origins_.reserve(rows);
  numeric::prefer_huge_pages(origins_.data(), rows * sizeof(RowOrigin));
  for (std::size_t row = 0; row < rows; ++row) origins_.push_back({.row = row});
  assert(std::all_of(cells_.begin(), cells_.end(), [&](const auto& c) { return c.size() == this->rows(); }));
}

std::size_t Table::line(std::size_t row) const {
  const auto number = static_cast<std::size_t>(origins_[row].row);
  return lines_ && number < lines_->size() ? (*lines_)[number] : number + 2;
}

void Table::set_lines(std::vector<std::size_t> lines) {
  lines_ = std::make_shared<const std::vector<std::size_t>>(std::move(lines));
}

std::span<const double> Table::levels(std::size_t column) const {
  if (levels_.empty() || !levels_[column]) return {};
  return *levels_[column];
}

void Table::set_levels(std::size_t column, std::vector<double> levels) {
  levels_.resize(columns());
  levels_[column] = std::make_shared<const std::vector<double>>(std::move(levels));
}

std::optional<std::size_t> Table::find(std::string_view name) const {
  for (std::size_t index = 0; index < schema_.size(); ++index) {
    if (schema_[index].name == name) return index;
  }
  return std::nullopt;
}

std::size_t Table::index_of(std::string_view name) const {
  if (const auto index = find(name)) return *index;
  throw hint_column(Error("no column '" + std::string(name) + "'"), name, names_of(schema_));
}

Table Table::take_rows(std::span<const std::size_t> rows) const {
  Table out;
  out.schema_ = schema_;
  out.cells_.resize(columns());
  for (std::size_t c = 0; c < columns(); ++c) {
    out.cells_[c].reserve(rows.size());
    for (const std::size_t row : rows) {
      assert(row < this->rows());
      out.cells_[c].push_back(cells_[c][row]);
    }
  }
  out.origins_.reserve(rows.size());
  for (const std::size_t row : rows) out.origins_.push_back(origins_[row]);
  out.lines_ = lines_;
  out.levels_ = levels_;
  return out;
}

Table Table::take_columns(std::span<const std::size_t> columns) const {
  Table out;
  out.origins_ = origins_;
  out.lines_ = lines_;
  for (const std::size_t column : columns) {
    assert(column < this->columns());
    out.schema_.push_back(schema_[column]);
    out.cells_.push_back(cells_[column]);
    if (!levels_.empty()) out.levels_.push_back(levels_[column]);
  }
  return out;
}

Table Table::drop(std::span<const std::string> names) const {
  std::vector<bool> dropped(columns(), false);
  for (const std::string& name : names) dropped[index_of(name)] = true;
  std::vector<std::size_t> kept;
  for (std::size_t column = 0; column < columns(); ++column) {
    if (!dropped[column]) kept.push_back(column);
  }
  return take_columns(kept);
}

void Table::append(const Table& other) {
  if (schema_ != other.schema_) throw schema_mismatch(schema_, other.schema_);
  const std::size_t added = other.rows();  // `other` may be this very table
  const auto extend = [added](auto& to, const auto& from) {
    to.reserve(to.size() + added);
    std::copy_n(from.begin(), added, std::back_inserter(to));
  };
  for (std::size_t c = 0; c < columns(); ++c) extend(cells_[c], other.cells_[c]);
  extend(origins_, other.origins_);
}

}  // namespace ballast::tabular
