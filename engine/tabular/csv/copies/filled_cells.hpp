// A CSV text with some of its cells replaced and everything else byte for byte: delimiters, quotes, zeros in front.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/numeric/thread_pool.hpp"
#include "engine/tabular/cells/csv_format.hpp"

namespace ballast::tabular {

// The text in place of the cell of data row `row` in column names[column]; nothing: the cell stays. The text is quoted
// where the file's delimiter asks for it.
using CellText = std::function<std::optional<std::string>(std::size_t row, std::size_t column)>;

// The header and the rows of the file, line ends as \n; comments, blank lines and lines above the header are left out. `first`, if not empty,
// is a column in front of all others: its name, and the same cell in each row. `with_header`: false leaves the header
// out. Throws Error as read_csv, when the file cannot be read.
std::string fill_cells(const std::string& path, const CsvFormat& format, const std::vector<std::string>& names,
                       const CellText& text, const std::vector<std::string>& first, bool with_header,
                       numeric::ThreadPool& pool);

}  // namespace ballast::tabular
