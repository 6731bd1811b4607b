// A small picture of one column: its real cells in grey, and those of synthetic rows over or below them.
#pragma once

#include <span>
#include <string>

#include "app/figures/figure.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app::page {

struct SyntheticRows {
  std::string name;
  const tabular::Table* rows = nullptr;  // of the real rows' columns and labels
  figures::Colour colour = figures::Colour::series1;
  bool dashed = false;
};

// A histogram with a line for each of `synthetic`, or bars of the most frequent values; no marks where the column has
// no spread or no cells.
figures::Panel column_panel(const tabular::Table& real, std::span<const SyntheticRows> synthetic, std::size_t column);

// A name of at most 22 letters, cut at a letter, not inside one.
std::string shortened(const std::string& text);

// A cell as a reader expects it: the label, the date, or four digits of the number; a dash for what is not there.
std::string cell_text(const tabular::ColumnSchema& column, double cell);
// The same of a difference of two cells, in days of dates.
std::string width_text(const tabular::ColumnSchema& column, double width);

}  // namespace ballast::app::page
