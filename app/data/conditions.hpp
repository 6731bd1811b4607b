// Conditions on the cells of rows to make, as words: "Class=1", "region=north", "age>=40", "age<65", "income="
// (missing).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "diffusion/questions.hpp"
#include "engine/tabular/cells/csv_format.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

// Several conditions on one column are one range. Numbers are written as those of the column are by `format`, or plainly.
// Throws Error on a word that is no condition, a column or a label that
// is not there (with the nearest), a range of labels, and ranges that exclude each other.
std::vector<diffusion::CellCondition> read_conditions(std::span<const std::string> words, const tabular::Schema& schema,
                                                      const tabular::CsvFormat& format = {});

}  // namespace ballast::app
