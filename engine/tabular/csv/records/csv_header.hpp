// The first record of a CSV file: the names of the columns, and the refusal of what is no CSV text at all.
// Internal to engine/tabular.
#pragma once

#include <string>
#include <vector>

#include "engine/tabular/csv/records/csv_source.hpp"

namespace ballast::tabular::csv {

// The names in the header, which is the source's text. The first may be empty: the column is an index.
// Throws Error: binary data, a name that is empty or stands there twice, numbers that cannot be names.
std::vector<std::string> read_header(const Source& source);

// Whether a row of one cell more than the header begins with an index, as R writes tables: a whole number or a text in
// quotes, and the last cell is not empty (a delimiter at the end of each row is a fault).
bool is_index_row(const Source& row, std::size_t names);

}  // namespace ballast::tabular::csv
