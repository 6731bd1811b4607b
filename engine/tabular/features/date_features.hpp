// What a learner reads of a date: numbers that a tree can cut. A date column becomes `when (elapsed)`, seconds since
// 1970, and those of `when (hour)`, 0 to below 24, `when (weekday)`, 0 is Monday, `when (day)` of the month and
// `when (month)` that come round while the column runs; the others would say what `elapsed` says. Trees cut plain
// parts, so there are no sines. Hours are those of the zone that the column is written in.
//
// In a schema of features every entry of kind `date` is such a part: its name holds the column's and the part's, its
// format is the column's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/tabular/table.hpp"

namespace ballast::tabular {

// The columns with their parts in place of dates. table: has the columns, by name. Throws Error on a column that has
// the name of such a part.
Schema with_date_parts(const Schema& columns, const Table& table);

// Of the cells of a date column a few that tell with_date_parts what all of them do: of cells in pieces those that tell
// for the pieces so far, in front of the next.
std::vector<double> telling_dates(const ColumnSchema& column, std::span<const double> cells);

// The name of the column that a feature is read from.
std::string_view source_column(const ColumnSchema& feature);

// The columns that features are read from, each once, and their names.
Schema source_schema(const Schema& features);
std::vector<std::string> source_columns(const Schema& features);

// One part of a date.
class DatePart {
 public:
  // Throws Error when the name of the feature ends with no part.
  explicit DatePart(const ColumnSchema& feature);
  double of(double seconds) const;  // NaN when missing

 private:
  enum class Kind : std::uint8_t { elapsed, hour, weekday, day, month };
  Kind kind_;
  int offset_;  // of the column's zone, seconds east
};

}  // namespace ballast::tabular
