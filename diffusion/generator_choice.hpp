// Which generator suits the rows there are: by how many they are, by the kinds of their columns, and by whether they
// are one class or a whole table. Measured on eight tables (docs/decisions.md, "Which generator when").
#pragma once

#include <cstddef>
#include <string>

#include "engine/tabular/table.hpp"

namespace ballast::diffusion {

struct GeneratorChoice {
  std::string kind;    // one of generator_names()
  std::string reason;  // "12 rows: too few for a network"
};

// rows: all that would be learned. one_class: they are the rows of one class, and no column holds the class.
// Requires: at least one row.
GeneratorChoice choose_generator(const tabular::Table& rows, bool one_class);

// What so many rows can teach any generator, in one sentence; empty where they are enough.
std::string what_rows_bear(std::size_t rows);

}  // namespace ballast::diffusion
