// The first record of a CSV file: the names of the columns, and the refusal of what is no CSV text at all.
// Internal to engine/tabular.
#pragma once

#include <string>
#include <vector>

#include "engine/tabular/csv/records/csv_source.hpp"

namespace ballast::tabular::csv {

// The names in the header, which is the source's text. The first may be empty: the column is an index. So may the last
// ones, of lines that end with delimiters: these columns hold nothing.
// Throws Error: what is no CSV text, a name that is empty or stands there twice, numbers that cannot be names.
std::vector<std::string> read_header(const Source& source);

// How many delimiters end a record, with nothing but blanks behind and between them.
std::size_t delimiters_at_end(std::string_view record, char delimiter);

// The header with as many delimiters at its end as the first
// row below has there, where that makes the two equally long.
std::string header_as_rows(const std::string& header, const std::string& row, char delimiter);

// Whether a row of one cell more than the header begins with an index, as R writes tables: a whole number or a text in
// quotes, and the last cell is not empty.
bool is_index_row(const Source& row, std::size_t names);

// Throws Error if the first row, of another length than the header, is as long with another delimiter.
void refuse_other_delimiter(const Source& row, const std::string& header);

}  // namespace ballast::tabular::csv
