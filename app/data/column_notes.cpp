// What a user should know of the columns before believing a figure: constants, empty columns, identifiers.
#include <cmath>

#include "app/data/dataset.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kEnoughRows = 20;  // fewer rows often differ in every value by chance

struct Values {
  std::size_t present = 0;
  bool constant = true;
};

Values look_at(std::span<const double> cells) {
  Values out;
  double first = 0;
  for (const double cell : cells) {
    if (tabular::is_missing(cell)) continue;
    if (out.present++ == 0) first = cell;
    out.constant = cell == first;
    if (!out.constant) break;
  }
  return out;
}

// Whole numbers that count up or down by one from row to row.
bool counts_rows(std::span<const double> cells) {
  if (cells.size() < 2 || std::abs(cells[1] - cells[0]) != 1) return false;
  for (std::size_t r = 2; r < cells.size(); ++r) {
    if (cells[r] - cells[r - 1] != cells[1] - cells[0]) return false;
  }
  return true;
}

}  // namespace

void note_columns(const Dataset& data, Observer& observer) {
  for (const std::size_t c : data.feature_columns()) {
    const tabular::ColumnSchema& column = data.table.schema()[c];
    const std::span<const double> cells = data.table.column(c);
    const bool own_names = column.labels.size() > cells.size() / 2;  // text that hardly repeats
    const Values values = look_at(cells);
    const std::string name = "column '" + column.name + "' ";
    if (values.present == 0) {
      observer.note(name + "is empty: it can teach nothing");
    } else if (values.constant) {
      observer.note(name + "is constant: it can teach nothing");
    } else if (cells.size() >= kEnoughRows && (own_names || counts_rows(cells))) {
      observer.note(name + "looks like an identifier; --drop " + column.name + " leaves it out");
    }
  }
}

}  // namespace ballast::app
