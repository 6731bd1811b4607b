// RowParser: CSV one line at a time, for rows that arrive one by one: the header once, then each line straight into the
// features of a model, as FeatureEncoder has them. A line is a row: cells with line breaks inside quotes are refused.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/tabular/table.hpp"

namespace ballast::tabular {

class RowParser {
 public:
  // header: the first line. features: the columns to find in it, in any order, others between them. name: stands for
  // the file in messages. Throws Error as read_csv on a header, and on a column that is not there.
  RowParser(std::string_view header, const Schema& features, std::string name);

  // Cells of one line as numbers; missing cells and labels never seen are NaN. x: one number a feature.
  // Throws Error with name, line and column: another number of cells than the header, a cell that is no number.
  void parse(std::string_view line, std::size_t line_number, std::span<float> x);

  std::size_t unseen_cells() const { return unseen_cells_; }  // labels never seen, so far

 private:
  static constexpr std::size_t kNoFeature = static_cast<std::size_t>(-1);
  float label_code(const ColumnSchema& column, std::string_view text);

  Schema features_;
  std::string name_;
  std::vector<std::size_t> feature_of_;  // by column of the header
  std::size_t unseen_cells_ = 0;
};

}  // namespace ballast::tabular
