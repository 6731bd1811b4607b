// How a table's cells are written: numbers in the shortest digits that read back to the same double, with no exponent
// from 1e-6 to 1e16, with zeros behind them where the column always has as many digits, in its style (thousands,
// decimal comma, percent, currency); dates in their column's format; text in quotes where needed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/tabular/cells/csv_format.hpp"
#include "engine/tabular/dates/date_format.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::tabular {

class CellWriter {
 public:
  // The column as a file of this format has it, so that it is read back by the same format. Borrows the column.
  // Throws Error on dates in no known format.
  CellWriter(const ColumnSchema& column, const CsvFormat& format);

  // The value without the quotes that a CSV file may need; nothing if missing.
  std::string text(double cell) const;
  // Appends it as a cell; nothing if missing.
  void put(double cell, std::string& out) const;

 private:
  const ColumnSchema& column_;
  std::optional<DateFormat> date_;
  std::string digits(double cell) const;

  NumberStyle style_;
  double unit_ = 1;   // of what is written
  int decimals_ = 0;  // digits behind the mark, at least
  char delimiter_;
};

// Appends a text as a cell: in quotes where the delimiter, or what else it holds, asks for it.
void put_cell(std::string_view text, char delimiter, std::string& out);

}  // namespace ballast::tabular
