// Digits behind the decimal mark, where a column has as many in each cell: 631.00 is to be written so again.
// Internal to engine/tabular.
#pragma once

#include <vector>

#include "engine/tabular/csv/records/csv_chunks.hpp"

namespace ballast::tabular::csv {

// One a column, of the first thousand rows alone; 0 where cells differ, have none or are no numbers. marks: the decimal
// mark of each column.
std::vector<int> fixed_decimals(const Source& source, const std::vector<Chunk>& chunks, const std::vector<char>& marks);

}  // namespace ballast::tabular::csv
