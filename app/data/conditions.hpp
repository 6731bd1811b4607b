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

// identifiers: columns that are made anew beside those of the schema, on which no condition can be.
// Several conditions on one column are one range. Numbers are written as those of the column are by `format`, or
// plainly.
// Throws Error on a word that is no condition, a column or a label that
// is not there (with the nearest), a range of labels, and ranges that exclude each other.
std::vector<diffusion::CellCondition> read_conditions(std::span<const std::string> words, const tabular::Schema& schema,
                                                      const tabular::CsvFormat& format = {},
                                                      std::span<const std::string> identifiers = {});

// What to say of conditions, none, or "" where they go together well enough: one that is far rarer in rows that fulfil
// the others than by itself, or so rare that hardly one of the `rows` that were learned can have fulfilled all.
std::string doubts(std::span<const diffusion::CellCondition> conditions,
                   std::span<const diffusion::ConditionChance> chances, const tabular::Schema& schema,
                   const tabular::CsvFormat& format, std::size_t rows);

}  // namespace ballast::app
