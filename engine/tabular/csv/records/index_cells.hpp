// IndexCells: whether the cells of a first column without a name are an index, as pandas and R write it, and no data
// that lost a name or a comma: row by row, so that a file and a stream are judged alike; but a stream has answered its
// first row before a second shows whether they count, and takes no index that only counts.
// Internal to engine/tabular.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include "engine/error.hpp"
#include "engine/tabular/csv/records/csv_source.hpp"

namespace ballast::tabular::csv {

class IndexCells {
 public:
  // named: the header has a cell for the column, which is empty or what
  // pandas calls nothing; else the rows have one cell more than it.
  explicit IndexCells(bool named) : named_(named) {}

  // Takes the cell of the next row; false if there is no index then. Named: whole numbers, or texts, that hardly
  // repeat. Else texts in quotes that hardly repeat, or whole numbers that count the rows from 0 or 1.
  bool add(const Cell& cell);
  // Whether the cells so far do, of a file that ends here or has shown enough: one number alone counts nothing.
  bool is_index() const { return fits_ && (named_ || quoted_ || rows_ > 1); }
  bool has_enough() const { return !fits_ || rows_ >= kRows; }
  // What to say where they are none. names: cells of the header.
  Error refusal(std::size_t names) const;

 private:
  static constexpr std::size_t kRows = 1000;  // that are looked at

  bool counts(double number);

  bool named_, fits_ = true, quoted_ = false;
  std::size_t rows_ = 0;
  double first_ = 0;
  std::set<std::string, std::less<>> seen_;
};

}  // namespace ballast::tabular::csv
