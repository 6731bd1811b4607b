// The first record of a CSV file: the names of the columns, and the refusal of what is no CSV text at all.
// Internal to engine/tabular.
#pragma once

#include <string>
#include <vector>

#include "engine/tabular/csv.hpp"
#include "engine/tabular/csv_source.hpp"

namespace ballast::tabular::csv {

struct Header {
  std::vector<std::string> names;
  const char* data = nullptr;  // where the rows start; the end of the text if there are none
};

Header read_header(const Source& source);

}  // namespace ballast::tabular::csv
