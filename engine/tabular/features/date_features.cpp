#include "engine/tabular/features/date_features.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <string_view>

#include "engine/error.hpp"
#include "engine/tabular/dates/calendar.hpp"
#include "engine/tabular/dates/date_format.hpp"

namespace ballast::tabular {
namespace {

constexpr std::array<std::string_view, 5> kEndings{" (elapsed)", " (hour)", " (weekday)", " (day)", " (month)"};
// A part comes round in a column that runs for longer, in days.
constexpr std::array<double, 5> kRound{0, 1, 7, 31, 366};

// The ending of a feature's name, or the number of endings.
std::size_t ending_of(std::string_view name) {
  const auto at = std::ranges::find_if(kEndings, [&](std::string_view ending) { return name.ends_with(ending); });
  return static_cast<std::size_t>(at - kEndings.begin());
}

bool varies(const DatePart& part, std::span<const double> cells) {
  double first = kMissing;
  for (const double cell : cells) {
    const double value = part.of(cell);
    if (is_missing(first)) first = value;
    if (!is_missing(value) && value != first) return true;
  }
  return false;
}

double days_of(std::span<const double> cells) {
  double first = kMissing, last = kMissing;
  for (const double cell : cells) {
    if (!is_missing(cell)) first = std::fmin(first, cell), last = std::fmax(last, cell);
  }
  return is_missing(first) ? 0 : (last - first) / static_cast<double>(kSecondsPerDay);
}

void add_parts(const ColumnSchema& column, std::span<const double> cells, Schema& out) {
  const double days = days_of(cells);
  for (std::size_t i = 0; i < kEndings.size(); ++i) {
    ColumnSchema part = column;
    part.name += kEndings[i];
    if (i == 0 || (days > kRound[i] && varies(DatePart(part), cells))) out.push_back(std::move(part));
  }
}

void require_own_names(const Schema& features) {
  std::set<std::string_view> names;
  for (const ColumnSchema& feature : features) {
    if (names.insert(feature.name).second) continue;
    throw Error("column '" + feature.name + "' has the name of a part of the date column '" +
                std::string(feature.name.substr(0, feature.name.rfind(" ("))) + "'")
        .hint("rename it, or --drop one of the two");
  }
}

}  // namespace

Schema with_date_parts(const Schema& columns, const Table& table) {
  Schema out;
  for (const ColumnSchema& column : columns) {
    if (column.kind == ColumnKind::date) {
      add_parts(column, table.column(table.index_of(column.name)), out);
    } else {
      out.push_back(column);
    }
  }
  require_own_names(out);
  return out;
}

std::vector<double> telling_dates(const ColumnSchema& column, std::span<const double> cells) {
  const auto first = std::ranges::find_if_not(cells, is_missing);
  if (first == cells.end()) return {};
  double low = *first, high = *first;
  for (const double cell : cells) low = std::fmin(low, cell), high = std::fmax(high, cell);
  std::vector<double> out{*first, low, high};
  for (const std::string_view ending : kEndings) {
    ColumnSchema feature = column;
    feature.name += ending;
    const DatePart part(feature);
    const double value = part.of(*first);
    const auto other = std::find_if(first, cells.end(), [&](double cell) {
      const double own = part.of(cell);
      return !is_missing(own) && own != value;
    });
    if (other != cells.end()) out.push_back(*other);
  }
  return out;
}

std::string_view source_column(const ColumnSchema& feature) {
  const std::string_view name = feature.name;
  const std::size_t ending = feature.kind == ColumnKind::date ? ending_of(name) : kEndings.size();
  return ending == kEndings.size() ? name : name.substr(0, name.size() - kEndings[ending].size());
}

Schema source_schema(const Schema& features) {
  Schema out;
  for (const ColumnSchema& feature : features) {
    const std::string_view name = source_column(feature);
    if (!out.empty() && out.back().name == name) continue;  // parts stand side by side
    out.push_back(feature);
    out.back().name = name;
  }
  return out;
}

std::vector<std::string> source_columns(const Schema& features) {
  std::vector<std::string> out;
  for (const ColumnSchema& column : source_schema(features)) out.push_back(column.name);
  return out;
}

DatePart::DatePart(const ColumnSchema& feature) : offset_(DateFormat(feature.format).offset()) {
  const std::size_t ending = ending_of(feature.name);
  if (ending == kEndings.size()) throw Error("'" + feature.name + "' is no part of a date");
  kind_ = static_cast<Kind>(ending);
}

double DatePart::of(double seconds) const {
  if (is_missing(seconds) || kind_ == Kind::elapsed) return seconds;
  const double here = seconds + offset_, day = std::floor(here / static_cast<double>(kSecondsPerDay));
  const auto days = static_cast<std::int64_t>(day);
  switch (kind_) {
    case Kind::hour:
      return (here - day * static_cast<double>(kSecondsPerDay)) / 3600;
    case Kind::weekday:
      return weekday_of(days);
    case Kind::day:
      return civil_from_days(days).day;
    default:
      return civil_from_days(days).month;
  }
}

}  // namespace ballast::tabular
