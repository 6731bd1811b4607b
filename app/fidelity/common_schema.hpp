// Tables that are to be compared, under one schema: the columns of the first in its order, and for text the labels of
// all tables together, so that equal labels have equal codes.
#pragma once

#include <string>
#include <vector>

#include "engine/tabular/table.hpp"

namespace ballast::app::fidelity {

// Of values that are equal or not (labels, two numbers), in place of values that are near or far.
bool is_discrete(const tabular::ColumnSchema& column);

struct NamedTable {
  std::string name;  // its file, for messages
  tabular::Table table;
};

// Columns may stand in any order. Throws Error that names the columns which a table lacks, or has beyond those of the
// first, a text column that is none elsewhere, and a table of no rows or columns.
void bring_under_common_schema(std::vector<NamedTable>& tables);

}  // namespace ballast::app::fidelity
