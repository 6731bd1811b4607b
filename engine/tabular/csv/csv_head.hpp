// The head of a CSV text: what stands above its first row, and what that says of the columns.
// Internal to engine/tabular.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/observer.hpp"
#include "engine/tabular/csv/csv_columns.hpp"
#include "engine/tabular/csv/records/record_reader.hpp"

namespace ballast::tabular::csv {

struct Head {
  std::vector<ColumnRule> columns;
  const char* data;    // where rows start, in the source's text
  std::string header;  // the record of the names, as long as the rows
  std::size_t line = 1;
};

// Cells of a record that hold something, by the delimiters between them.
std::size_t filled_cells(std::string_view record, char delimiter);

// Throws Error if `header` is a title: of fewer cells than the lines below it, from where `records` are on. Reads on.
void refuse_title(RecordReader& records, const std::string& file, std::size_t header_line, const std::string& header,
                  char asked);

// What a user should know of how the first lines are cut.
std::vector<std::string> notes_on_rows(const std::string& header, const std::string& row, char delimiter);

// Sets the source's delimiter; `options` must outlive the rules. Tells the observer of an index that is left out.
// Throws Error: an empty text, a title above the header, what read_header and column_rules refuse.
Head read_head(Source& source, const CsvOptions& options, Observer& observer);

}  // namespace ballast::tabular::csv
