// What is gathered of one column while its cells go by: those of a block that is not yet full, which labels there are,
// or what tells the kind of its numbers. Internal to engine/tabular.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/tabular/table.hpp"

namespace ballast::tabular::csv {

class ColumnSpool {
 public:
  // Cells of the column in a table of its own labels, which become numbers in the order in which labels appear.
  void add(const ColumnSchema& column, std::span<const double> cells);
  std::vector<double>& waiting() { return waiting_; }

  // The column as the whole file has it; code_of: of each number of a label, where it is text.
  ColumnSchema finish(const ColumnSchema& guessed, std::vector<double>& code_of) const;

 private:
  double number_of(const std::string& label);
  void look_at_numbers(std::span<const double> cells);

  std::vector<double> waiting_;
  std::unordered_map<std::string, std::size_t> numbers_;  // of labels
  std::vector<double> telling_;                           // at most three values, and a fraction
};

}  // namespace ballast::tabular::csv
