#include "app/data/date_notes.hpp"

#include <algorithm>
#include <cstdio>

#include "engine/tabular/date_text.hpp"

namespace ballast::app {
namespace {

std::string percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.3g %%", 100 * share);
  return text;
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
    if (guess.kind != tabular::DateGuess::Kind::mixed) continue;
    observer.note("column '" + column.name + "' is read as text: " + percent(guess.share) +
                  " of its cells are dates like " + guess.format + ", but not '" + column.labels[guess.label] +
                  "'; --date '" + column.name + "=" + guess.format + "' names the line of the first");
  }
}

}  // namespace ballast::app
