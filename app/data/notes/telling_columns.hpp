// Columns that alone tell the classes apart: a copy of the target, a recoding of it, or what is known only afterwards.
// A model that reads one scores 1.0000 and is worth nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "app/data/dataset.hpp"

namespace ballast::app {

// Rows of some classes, against which one column after another is held.
class TellingRows {
 public:
  // y: the class of each row, of two 1 is the rarer. columns: how many will be looked at. Borrows y.
  TellingRows(std::span<const std::int32_t> y, std::size_t classes, std::size_t columns);
  bool tells(const tabular::ColumnSchema& column, std::span<const double> cells) const;

 private:
  std::span<const std::int32_t> y_;
  std::size_t classes_;
  std::vector<std::size_t> positives_;  // of two classes
  bool chance_ = false;
};

// Features of which one cut (numbers), a set of the values, or whether the cell is missing, sorts every row into its
// class; of two classes one positive and one other row may stray for each hundred rows of the rarer. Nothing that
// chance alone could bring about once in a thousand tables.
// Cost: linear in the cells of such columns, far less in others.
std::vector<std::size_t> telling_columns(const Dataset& data);

}  // namespace ballast::app
