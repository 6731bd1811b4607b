// The text columns of a CSV file: cells become codes of labels. Internal to engine/tabular.
#pragma once

#include <string>
#include <vector>

#include "engine/tabular/csv/csv_columns.hpp"
#include "engine/tabular/csv/records/csv_chunks.hpp"

namespace ballast::tabular::csv {

// All rows of a file.
struct Rows {
  Source source;
  const char* end = nullptr;  // of the last
  std::vector<ColumnRule> columns;
  std::vector<Chunk> chunks;
};

using Cells = std::vector<std::vector<double>>;        // by column of the file
using Labels = std::vector<std::vector<std::string>>;  // the same; empty for what is no text

// For each column with `wanted`: fills its cells with codes, and gives its labels: sorted, those of a known column's
// schema among them, as which other spellings are read. Threads: dictionaries of chunks, then the sorted whole.
Labels read_texts(const Rows& rows, const std::vector<bool>& wanted, Cells& cells, numeric::ThreadPool& pool);

// The first cell of a column that holds this text.
const char* place_of(const Rows& rows, std::size_t column, std::string_view label);

}  // namespace ballast::tabular::csv
