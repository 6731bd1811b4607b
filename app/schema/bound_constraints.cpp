#include "app/schema/bound_constraints.hpp"

#include <algorithm>
#include <cmath>

#include "engine/error.hpp"
#include "engine/tabular/csv/cell_writer.hpp"
#include "engine/tabular/labels/label_index.hpp"

namespace ballast::app {
namespace {

using Kind = Constraint::Kind;
using tabular::ColumnKind;
using tabular::is_missing;

constexpr double kNone = std::numeric_limits<double>::max();  // a missing cell, which NaN would keep from being sorted

double comparable(double cell) {
  return is_missing(cell) ? kNone : cell;
}

// The cell that a text of a list means; nothing if the column has no such label, number or date.
std::optional<double> read_listed(const tabular::ColumnSchema& column, const std::string& text) {
  if (text.empty()) return kNone;
  if (column.is_text()) {
    const auto at = std::ranges::lower_bound(column.labels, text);
    if (at == column.labels.end() || *at != text) return std::nullopt;
    return static_cast<double>(at - column.labels.begin());
  }
  if (column.kind == ColumnKind::date) return tabular::DateFormat(column.format).read(text);
  const std::optional<double> number = tabular::number_of(text);
  return number && std::isfinite(*number) ? number : std::nullopt;
}

// Orders combinations that lie end to end in `flat`, and takes out those that occur twice.
std::vector<double> sorted_combinations(const std::vector<std::vector<double>>& combinations) {
  std::vector<std::vector<double>> sorted = combinations;
  std::ranges::sort(sorted);
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::vector<double> out;
  for (const std::vector<double>& one : sorted) out.insert(out.end(), one.begin(), one.end());
  return out;
}

}  // namespace

BoundConstraints::BoundConstraints(std::span<const Constraint> constraints, const tabular::Schema& schema)
    : constraints_(constraints), schema_(schema) {
  for (const Constraint& one : constraints) {
    Place& place = places_.emplace_back();
    const bool of_any = one.kind == Kind::combinations || one.kind == Kind::listed || one.kind == Kind::present;
    for (const std::string& name : one.columns) {
      const auto at = std::ranges::find(schema, name, &tabular::ColumnSchema::name);
      if (at == schema.end()) {
        throw Error("a constraint names a column that is not learned").expected(name).got(one.text());
      }
      if (at->is_text() && !of_any) {
        throw Error("a constraint on numbers names a text column").got(one.text()).hint("'" + name + "' is text");
      }
      place.columns.push_back(static_cast<std::size_t>(at - schema.begin()));
    }
    if (one.allowed) resolve_allowed(one, place);
  }
}

void BoundConstraints::resolve_allowed(const Constraint& one, Place& place) const {
  const std::size_t width = place.columns.size();
  std::vector<std::vector<double>> combinations;
  for (std::size_t start = 0; start + width <= one.allowed->size(); start += width) {
    std::vector<double> cells;
    for (std::size_t i = 0; i < width; ++i) {
      const auto cell = read_listed(schema_[place.columns[i]], (*one.allowed)[start + i]);
      if (!cell) break;  // no row of this table can hold it
      cells.push_back(*cell);
    }
    if (cells.size() == width) combinations.push_back(std::move(cells));
  }
  place.allowed = sorted_combinations(combinations);
}

void BoundConstraints::complete(tabular::Table& rows) const {
  for (std::size_t k = 0; k < constraints_.size(); ++k) {
    if (constraints_[k].kind != Kind::grid) continue;
    for (double& cell : rows.column(places_[k].columns[0])) {
      if (!is_missing(cell)) cell = constraints_[k].grid.nearest(cell);
    }
  }
  for (std::size_t k = 0; k < constraints_.size(); ++k) {
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      if (constraints_[k].kind == Kind::sum) complete_total(k, rows, row);
      if (constraints_[k].kind == Kind::combinations) complete_combination(places_[k], rows, row);
    }
  }
}

void BoundConstraints::complete_total(std::size_t number, tabular::Table& rows, std::size_t row) const {
  const std::vector<std::size_t>& columns = places_[number].columns;
  double sum = 0;
  for (std::size_t i = 0; i + 1 < columns.size(); ++i) sum += rows.column(columns[i])[row];
  if (std::isfinite(sum)) rows.column(columns.back())[row] = constraints_[number].grid.nearest(sum);
}

void BoundConstraints::complete_combination(const Place& place, tabular::Table& rows, std::size_t row) const {
  const std::size_t width = place.columns.size(), count = place.allowed.size() / width;
  const double key = comparable(rows.column(place.columns[0])[row]);
  std::size_t low = 0, high = count;
  while (low < high) {  // the first combination whose first cell is not below the row's
    const std::size_t middle = (low + high) / 2;
    if (place.allowed[middle * width] < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const auto has_key = [&](std::size_t at) { return at < count && place.allowed[at * width] == key; };
  if (!has_key(low) || has_key(low + 1)) return;
  for (std::size_t i = 1; i < width; ++i) {
    const double cell = place.allowed[low * width + i];
    rows.column(place.columns[i])[row] = cell == kNone ? tabular::kMissing : cell;
  }
}

bool BoundConstraints::is_allowed(const Place& place, const tabular::Table& rows, std::size_t row) const {
  const std::size_t width = place.columns.size();
  std::size_t low = 0, high = place.allowed.size() / width;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    std::size_t i = 0;
    const auto cell = [&] { return comparable(rows.column(place.columns[i])[row]); };
    while (i < width && place.allowed[middle * width + i] == cell()) ++i;
    if (i == width) return true;
    if (place.allowed[middle * width + i] < cell()) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return false;
}

bool BoundConstraints::holds(std::size_t number, const tabular::Table& rows, std::size_t row) const {
  const Constraint& one = constraints_[number];
  const Place& place = places_[number];
  const auto cell = [&](std::size_t i) { return rows.column(place.columns[i])[row]; };
  switch (one.kind) {
    case Kind::range:
      return !(cell(0) < one.low || cell(0) > one.high);
    case Kind::present:
      return !is_missing(cell(0));
    case Kind::grid:
      return is_missing(cell(0)) || one.grid.nearest(cell(0)) == cell(0);
    case Kind::listed:
      return is_missing(cell(0)) || is_allowed(place, rows, row);
    case Kind::combinations:
      return !one.allowed || is_allowed(place, rows, row);
    case Kind::ordered:
      break;
    case Kind::sum: {
      double sum = 0, largest = 0;
      for (std::size_t i = 0; i + 1 < place.columns.size(); ++i) {
        sum += cell(i);
        largest = std::max(largest, std::fabs(cell(i)));
      }
      return !(std::fabs(sum - cell(place.columns.size() - 1)) > kSumError * std::max(largest, std::fabs(sum)));
    }
  }
  for (std::size_t i = 1; i < place.columns.size(); ++i) {
    if (cell(i - 1) > cell(i)) return false;
  }
  return true;
}

std::optional<std::size_t> BoundConstraints::broken(const tabular::Table& rows, std::size_t row) const {
  for (std::size_t k = 0; k < constraints_.size(); ++k) {
    if (!holds(k, rows, row)) return k;
  }
  return std::nullopt;
}

std::string BoundConstraints::cells_text(std::size_t number, const tabular::Table& rows, std::size_t row) const {
  std::string out;
  for (const std::size_t c : places_[number].columns) {
    const double cell = rows.column(c)[row];
    const std::string text = is_missing(cell) ? "missing" : tabular::CellWriter(schema_[c], {}).text(cell);
    out += (out.empty() ? "" : ", ") + schema_[c].name + " " + text;
  }
  return out;
}

std::vector<std::string> combinations_of(const tabular::Table& rows, std::span<const std::size_t> columns) {
  std::vector<std::vector<double>> all(rows.rows());
  std::vector<tabular::CellWriter> writers;
  for (const std::size_t c : columns) {
    writers.emplace_back(rows.schema()[c], tabular::CsvFormat{});
    for (std::size_t row = 0; row < rows.rows(); ++row) all[row].push_back(comparable(rows.column(c)[row]));
  }
  std::vector<std::string> out;
  const std::vector<double> cells = sorted_combinations(all);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    out.push_back(cells[i] == kNone ? "" : writers[i % columns.size()].text(cells[i]));
  }
  return out;
}

}  // namespace ballast::app
