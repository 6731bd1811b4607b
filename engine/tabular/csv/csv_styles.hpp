// Which columns of a file hold numbers that are not written plainly, and how: columns that can be read in one way say
// what the decimal mark is in those that can be read in two. Internal to engine/tabular.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/tabular/cells/grouped_points.hpp"
#include "engine/tabular/cells/number_style.hpp"
#include "engine/tabular/csv/csv_texts.hpp"

namespace ballast::tabular::csv {

class StyleGuess {
 public:
  // decimal: the one asked for, or 0.
  explicit StyleGuess(char decimal) : decimal_(decimal) {}

  // A column by its texts, of which words that mean missing say nothing; false, and it is none, when they are no
  // numbers in any style.
  bool add(std::size_t column, const ColumnRule& rule, std::vector<std::string> texts);
  // The same of a column that reads as it was learned: among two readings, that one unless the file's marks are others.
  void add_learned(std::size_t column, const ColumnRule& rule, std::vector<std::string> texts, NumberStyle learned);
  // Other columns have decimals behind a point.
  void point_seen() { points_ = true; }

  bool empty() const { return columns_.empty(); }
  bool has_commas() const { return commas_; }
  // Whether some columns have decimals that only a comma can stand before, and some that only a point can.
  bool is_mixed() const { return commas_ && points_; }
  // Whether a column has decimals, and can be read in one way.
  bool shows_decimals(std::size_t column) const { return shown_.contains(column); }
  const std::map<std::size_t, std::vector<NumberStyle>>& columns() const { return columns_; }
  // The one of a column that is meant, or nullptr when that is not plain.
  const NumberStyle* choose(std::size_t column) const;

 private:
  char decimal_;
  std::map<std::size_t, std::vector<NumberStyle>> columns_;
  std::map<std::size_t, NumberStyle> learned_;
  std::set<std::size_t> shown_;
  bool points_ = false, commas_ = false;  // decimals that can be nothing else
};

// What the first rows show of the points in each column with `wanted`; missing cells aside.
std::vector<PointUses> first_point_uses(const Rows& rows, const std::vector<bool>& wanted);

// "4 of 400 cells are no numbers, such as 'unknown' (line 7); --missing unknown reads it as missing".
// others: labels of the column, which stand in so many cells.
std::string examples_of_others(const Rows& rows, std::size_t column, const std::vector<std::string>& others,
                               std::size_t cells);
std::string number_text(double value);

}  // namespace ballast::tabular::csv
