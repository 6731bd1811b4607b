// Rows of a file as a generator learned them: its columns in its order, labels by its numbers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/tabular/features/features.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

struct LearnedTable {
  // A label that the generator does not know is the number labels.size(): present, but unknown.
  tabular::Table rows;
  std::vector<tabular::UnseenLabels> unseen;  // of the columns that hold such labels
};
// rare_as: of columns that have learned it, the label that stands for all they do not know; empty: there is none.
// Throws Error on a column that the table lacks.
LearnedTable as_learned(const tabular::Table& table, const tabular::Schema& schema, const std::string& path,
                        std::string_view rare_as = "");
// The labels of a learned column as the file writes them: TRUE for True, 1.0 for 1. One that the file does not hold is
// as it was learned, or in the letters of the other where the two say yes and no.
std::vector<std::string> labels_as_written(const tabular::ColumnSchema& learned, const tabular::ColumnSchema& file);
// Unknown labels become missing cells.
void forget_unseen(tabular::Table& rows);

}  // namespace ballast::app
