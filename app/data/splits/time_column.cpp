#include "app/data/splits/time_column.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "app/data/dataset.hpp"
#include "app/data/notes/date_notes.hpp"
#include "app/data/notes/date_numbers.hpp"
#include "engine/error.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/dates/date_format.hpp"
#include "engine/tabular/dates/date_text.hpp"

namespace ballast::app {
namespace {

std::size_t row_of(std::span<const double> cells, std::size_t label) {
  const auto at = std::ranges::find(cells, static_cast<double>(label));
  return static_cast<std::size_t>(at - cells.begin());
}

// The first row whose text is no date as most of the others are; the first row of all if there are no dates.
std::size_t first_other(const tabular::ColumnSchema& column, std::span<const double> cells) {
  std::vector<std::size_t> counts(column.labels.size());
  for (const double cell : cells) ++counts[static_cast<std::size_t>(cell)];
  const tabular::DateGuess guess = tabular::guess_date_format(column.labels, counts);
  if (guess.kind == tabular::DateGuess::Kind::none) return 0;
  const tabular::DateFormat dates(guess.format);
  std::size_t first = cells.size();
  for (std::size_t label = 0; label < column.labels.size(); ++label) {
    if (!dates.read(column.labels[label])) first = std::min(first, row_of(cells, label));
  }
  return first == cells.size() ? 0 : first;
}

// Numbers that are dates, but do not rise with them.
void refuse_unordered(const tabular::ColumnSchema& column, std::span<const double> cells, const std::string& file) {
  const DateNumbers dates = date_numbers(cells);
  if (dates.ordered) return;
  throw Error("column '" + column.name + "' holds dates as numbers, which need not order the rows")
      .in(file)
      .expected("dates, or numbers that rise with time")
      .got(cell_text(column, cells[0]))
      .hint(typed_dates(column.name, dates.formats) + " reads them as dates");
}

}  // namespace

std::vector<double> time_cells(const tabular::Table& table, const std::string& column, const std::string& file) {
  std::size_t index = 0;
  try {
    index = table.index_of(column);
  } catch (Error& error) {
    throw error.in(file);
  }
  const tabular::ColumnSchema& schema = table.schema()[index];
  const std::span<const double> cells = table.column(index);
  const auto missing = std::ranges::find_if(cells, tabular::is_missing);
  if (missing != cells.end()) {
    throw Error("a row without a time in column '" + column + "'")
        .in(file, line_of(table, static_cast<std::size_t>(missing - cells.begin())))
        .hint("a split by time needs one in every row");
  }
  if (schema.is_text()) {
    const std::size_t row = first_other(schema, cells);
    const std::string dates = told_dates(schema);
    throw Error("not a date")
        .in(file, line_of(table, row))
        .expected("dates or numbers in column '" + column + "', which orders the rows")
        .got(cell_text(schema, cells[row]))
        .hint(dates.empty() ? typed_option("--date", column + "=%d/%m/%Y") +
                                  " says how dates are written (%y: two digits of a year)"
                            : dates);
  }
  if (schema.kind == tabular::ColumnKind::date && !tabular::DateFormat(schema.format).has_year()) {
    throw Error("column '" + column + "' holds times of day without a date").in(file).hint("name a column of dates");
  }
  if (!schema.is_text() && schema.kind != tabular::ColumnKind::date) refuse_unordered(schema, cells, file);
  return {cells.begin(), cells.end()};
}

std::string time_note(const tabular::Table& table, const std::string& column, bool with_gap) {
  const auto index = table.find(column);
  if (!index) return "";
  const tabular::ColumnSchema& schema = table.schema()[*index];
  if (schema.is_text() || schema.kind == tabular::ColumnKind::date) return "";
  std::vector<std::string> formats = date_numbers(table.column(*index)).formats;
  if (formats.empty()) formats.emplace_back("FORMAT");
  return "column '" + column + "' holds numbers: rows are ordered by them" +
         (with_gap ? ", and --gap is counted in them" : "") + "; if they are dates, " + typed_dates(column, formats) +
         " reads them as such";
}

double time_gap(const std::string& text, const tabular::Table& table, const std::string& column) {
  static constexpr std::array<std::pair<std::string_view, double>, 5> kUnits{
      {{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}, {"w", 7 * 86400}}};
  const bool dates = table.schema()[table.index_of(column)].kind == tabular::ColumnKind::date;
  double number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end, text.data() + text.size());
  const auto known = std::ranges::find(kUnits, unit, &std::pair<std::string_view, double>::first);
  const bool fits = dates ? known != kUnits.end() : unit.empty();
  if (failed == std::errc() && std::isfinite(number) && number > 0 && fits) {
    return dates ? number * known->second : number;
  }
  throw Error("--gap: not a length of time of column '" + column + "'")
      .expected(dates ? "a number above 0 and its unit, s, m, h, d or w, such as 7d"
                      : "a number above 0, as in the column")
      .got(text);
}

}  // namespace ballast::app
