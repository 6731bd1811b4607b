// The column by whose values rows are ordered: dates, or numbers.
#pragma once

#include <string>
#include <vector>

#include "engine/tabular/table.hpp"

namespace ballast::app {

// Its cells. Throws Error, with the file's line: no such column, a missing cell, text that is no date, times of day.
std::vector<double> time_cells(const tabular::Table& table, const std::string& column, const std::string& file);

}  // namespace ballast::app
