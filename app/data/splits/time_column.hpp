// The column by whose values rows are ordered: dates, or numbers.
#pragma once

#include <string>
#include <vector>

#include "engine/tabular/table.hpp"

namespace ballast::app {

// Its cells. Throws Error, with the file's line: no such column, a missing cell, text that is no date, times of day,
// numbers that are dates in an order of their own, such as 11022021.
std::vector<double> time_cells(const tabular::Table& table, const std::string& column, const std::string& file);

// What a user should know of a column of numbers that orders
// the rows; empty of dates, and where there is no such column.
std::string time_note(const tabular::Table& table, const std::string& column, bool with_gap);

// A gap as typed, in the numbers of the column: of dates "12h", "7d" or "2w" (or s, m), of numbers a number.
// Throws Error on anything else, and on a gap that is not above 0. Requires: the column was read by time_cells.
double time_gap(const std::string& text, const tabular::Table& table, const std::string& column);

}  // namespace ballast::app
