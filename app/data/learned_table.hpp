// Rows of a file as a generator learned them: its columns in its order, labels by its numbers.
#pragma once

#include <string>

#include "engine/tabular/table.hpp"

namespace ballast::app {

// A label that the generator does not know becomes the number labels.size(): present, but unknown. Throws Error on a
// column that the table lacks.
tabular::Table as_learned(const tabular::Table& table, const tabular::Schema& schema, const std::string& path);

}  // namespace ballast::app
