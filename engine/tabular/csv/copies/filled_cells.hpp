// A CSV text with some of its cells replaced and everything else byte for byte: delimiters, quotes, zeros in front.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/tabular/cells/csv_format.hpp"

namespace ballast::tabular {

// The text in place of the cell of data row `row` in column names[column]; nothing: the cell stays. The text is quoted
// where the file's delimiter asks for it.
using CellText = std::function<std::optional<std::string>(std::size_t row, std::size_t column)>;

// The header and the rows of the text (UTF-8; `name` stands for it in messages), line ends as \n; comments, blank lines
// and lines above the header are left out. `first`, if not empty, is a column in front of all others: its name, and the
// same cell in each row. `with_header`: false leaves the header out. Throws Error when it is empty, or has a column of
// that name.
std::string fill_cells(std::string_view file, const std::string& name, const CsvFormat& format,
                       const std::vector<std::string>& names, const CellText& text,
                       const std::vector<std::string>& first, bool with_header);

}  // namespace ballast::tabular
