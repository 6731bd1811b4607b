#include "app/data/notes/date_notes.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "engine/tabular/dates/date_format.hpp"
#include "engine/tabular/dates/date_text.hpp"

namespace ballast::app {
namespace {

std::string percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.3g %%", 100 * share);
  return text;
}

// The format of dates whose year has two digits, which are read when told only; empty if the labels are none.
std::string short_years(std::span<const std::string> labels) {
  static constexpr std::array kFormats{"%d/%m/%y", "%m/%d/%y", "%d.%m.%y", "%d-%m-%y", "%m-%d-%y",
                                       "%y-%m-%d", "%y/%m/%d", "%d-%b-%y", "%d %b %y"};
  for (const char* format : kFormats) {
    const tabular::DateFormat dates(format);
    if (std::ranges::all_of(labels, [&](const std::string& label) { return dates.read(label).has_value(); })) {
      return format;
    }
  }
  return "";
}

}  // namespace

void note_mixed_dates(const Dataset& data, Observer& observer) {
  for (const std::size_t c : data.feature_columns()) {
    const tabular::ColumnSchema& column = data.table.schema()[c];
    if (!column.is_text()) continue;
    std::vector<std::size_t> cells(column.labels.size());
    for (const double cell : data.table.column(c)) {
      if (!tabular::is_missing(cell)) ++cells[static_cast<std::size_t>(cell)];
    }
    const tabular::DateGuess guess = tabular::guess_date_format(column.labels, cells);
    if (const std::string format = short_years(column.labels); !format.empty()) {
      observer.note("column '" + column.name +
                    "' is read as text: dates with years of two digits are read when told, by --date '" + column.name +
                    "=" + format + "'");
    }
    if (guess.kind != tabular::DateGuess::Kind::mixed) continue;
    observer.note("column '" + column.name + "' is read as text: " + percent(guess.share) +
                  " of its cells are dates like " + guess.format + ", but not '" + column.labels[guess.label] +
                  "'; --date '" + column.name + "=" + guess.format + "' names the line of the first");
  }
}

}  // namespace ballast::app
