// The head of a CSV text: what stands above its first row, and what that says of the columns.
// Internal to engine/tabular.
#pragma once

#include <string>
#include <vector>

#include "engine/observer.hpp"
#include "engine/tabular/csv/csv_columns.hpp"

namespace ballast::tabular::csv {

struct Head {
  std::vector<ColumnRule> columns;
  const char* data;    // where rows start, in the source's text
  std::string header;  // the record of the names
};

// Sets the source's delimiter; `options` must outlive the rules. Tells the observer of an index that is left out.
// Throws Error: an empty text, a title above the header, what read_header and column_rules refuse.
Head read_head(Source& source, const CsvOptions& options, Observer& observer);

}  // namespace ballast::tabular::csv
