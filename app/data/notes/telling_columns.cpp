#include "app/data/notes/telling_columns.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <unordered_map>

namespace ballast::app {
namespace {

constexpr std::size_t kStrays = 100;    // one for so many rows of the rarer class
constexpr std::size_t kFewValues = 32;  // numbers that may be labels
constexpr double kChance = 1e-3;

using Cells = std::span<const double>;

// The positives of a column: values in rising order, and how many are missing.
struct Positives {
  std::vector<double> values;
  std::size_t missing = 0;
};

Positives positives_of(Cells cells, std::span<const std::size_t> rows) {
  Positives out;
  out.values.reserve(rows.size());
  for (const std::size_t row : rows) {
    if (!tabular::is_missing(cells[row])) out.values.push_back(cells[row]);
  }
  out.missing = rows.size() - out.values.size();
  std::ranges::sort(out.values);
  return out;
}

// Whether other rows lie on one side of the positives, or are missing there.
bool cut_tells(Cells cells, std::span<const std::int32_t> y, const Positives& positives, std::size_t strays) {
  if (positives.missing > strays) return false;
  const std::size_t skipped = strays - positives.missing;
  if (positives.values.size() <= 2 * skipped) return true;  // too few of the rows to say no
  const double low = positives.values[skipped], high = positives.values[positives.values.size() - 1 - skipped];
  std::size_t above = 0, below = 0;
  for (std::size_t row = 0; row < cells.size(); ++row) {
    if (y[row] == 1) continue;
    above += cells[row] >= low ? 1 : 0;
    below += cells[row] <= high ? 1 : 0;
    if (above > strays && below > strays) return false;
  }
  return true;
}

// Whether the positives are the rows of certain values. A value of one row alone, of all, says nothing.
bool values_tell(Cells cells, std::span<const std::int32_t> y, const Positives& positives, std::size_t strays) {
  std::vector<double> values;
  std::vector<std::size_t> ours, others;
  for (const double value : positives.values) {
    if (values.empty() || value != values.back()) {
      values.push_back(value);
      ours.push_back(0);
    }
    ++ours.back();
  }
  values.push_back(std::numeric_limits<double>::infinity());  // stands for missing
  ours.push_back(positives.missing);
  others.resize(values.size(), 0);
  std::size_t mistakes = 0;
  for (std::size_t row = 0; row < cells.size(); ++row) {
    if (y[row] == 1) continue;
    const auto at = tabular::is_missing(cells[row]) ? values.end() - 1 : std::ranges::lower_bound(values, cells[row]);
    const auto k = static_cast<std::size_t>(at - values.begin());
    if (!tabular::is_missing(cells[row]) && *at != cells[row]) continue;
    if (++others[k] <= ours[k] && ++mistakes > strays) return false;
  }
  if (cells.size() < y.size()) return true;
  for (std::size_t k = 0; k < values.size(); ++k) mistakes += ours[k] == 1 && others[k] == 0 ? 1 : 0;
  return mistakes <= strays;
}

// Whether a column of which these are the first cells, or all, may tell. rows: of the positives among them.
bool may_tell(const tabular::ColumnSchema& column, Cells cells, std::span<const std::int32_t> y,
              std::span<const std::size_t> rows, std::size_t strays) {
  const Positives positives = positives_of(cells, rows);
  if (!column.is_text() && cut_tells(cells, y, positives, strays)) return true;
  std::size_t values = 1;
  for (std::size_t i = 1; i < positives.values.size(); ++i) values += positives.values[i] != positives.values[i - 1];
  return (column.is_text() || values <= kFewValues) && values_tell(cells, y, positives, strays);
}

// Most columns do not: the first rows alone stray too often, and more rows stray no less.
bool tells_positives(const tabular::ColumnSchema& column, Cells cells, std::span<const std::int32_t> y,
                     std::span<const std::size_t> rows) {
  constexpr std::size_t kPart = 16;
  const std::size_t strays = std::min(rows.size(), cells.size() - rows.size()) / kStrays, some = cells.size() / kPart;
  const auto among = static_cast<std::size_t>(std::ranges::lower_bound(rows, some) - rows.begin());
  return may_tell(column, cells.first(some), y, rows.first(among), strays) && may_tell(column, cells, y, rows, strays);
}

// Whether each value is of one class, and there are few enough of them to be labels.
bool tells_classes(Cells cells, std::span<const std::int32_t> y, std::size_t classes) {
  const std::size_t most = std::min(std::max(kFewValues, 2 * classes), cells.size() / 10);
  std::unordered_map<double, std::int32_t> class_of;
  for (std::size_t row = 0; row < cells.size(); ++row) {
    const double value = tabular::is_missing(cells[row]) ? std::numeric_limits<double>::infinity() : cells[row];
    const auto [at, added] = class_of.emplace(value, y[row]);
    if ((!added && at->second != y[row]) || class_of.size() > most) return false;
  }
  return true;
}

// Whether some column of many could part so few rows from so many by chance: two sides, n over k ways.
bool may_be_chance(std::size_t rows, std::size_t positives, std::size_t columns) {
  const auto n = static_cast<double>(rows), k = static_cast<double>(positives);
  const double ways = std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
  return ways < std::log(2 * static_cast<double>(columns) / kChance);
}

}  // namespace

TellingRows::TellingRows(std::span<const std::int32_t> y, std::size_t classes, std::size_t columns)
    : y_(y), classes_(classes) {
  if (classes > 2) return;
  positives_.reserve(static_cast<std::size_t>(std::ranges::count(y, 1)));
  for (std::size_t row = 0; row < y.size(); ++row) {
    if (y[row] == 1) positives_.push_back(row);
  }
  chance_ = may_be_chance(y.size(), positives_.size(), columns);
}

bool TellingRows::tells(const tabular::ColumnSchema& column, Cells cells) const {
  if (classes_ > 2) return tells_classes(cells, y_, classes_);
  return !chance_ && tells_positives(column, cells, y_, positives_);
}

std::vector<std::size_t> telling_columns(const Dataset& data) {
  const std::vector<std::size_t> features = data.feature_columns();
  const TellingRows rows(data.y, data.class_count(), features.size());
  std::vector<std::size_t> out;
  for (const std::size_t c : features) {
    if (rows.tells(data.table.schema()[c], data.table.column(c))) out.push_back(c);
  }
  return out;
}

}  // namespace ballast::app
