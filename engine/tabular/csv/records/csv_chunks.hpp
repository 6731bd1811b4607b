// The rows of a CSV file in chunks of 1 MiB that can be parsed at the same time: quotes are counted in each, so that it
// is known which chunks begin inside a quoted cell, then the rows that start in each. Chunks depend on the text alone.
// Internal to engine/tabular.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/numeric/thread_pool.hpp"
#include "engine/tabular/csv/records/csv_source.hpp"

namespace ballast::tabular::csv {

struct Chunk {
  const char* first = nullptr;  // of the bytes
  const char* last = nullptr;
  const char* rows_begin = nullptr;  // the first row that starts in it; nullptr: none
  const char* rows_end = nullptr;
  std::size_t first_row = 0, rows = 0;
  std::size_t line_feeds = 0;  // those in quotes too
};

// The chunks of data .. end, which is not empty, begins with a row and ends with one. Blank lines are no rows.
// Throws Error at the first NUL byte, and at the first that is no UTF-8.
std::vector<Chunk> find_chunks(const Source& source, const char* data, const char* end, numeric::ThreadPool& pool);

// Calls take(row, column, place) for each cell of the chunk's rows; take returns the place behind the cell.
// Throws Error at a row that has not `columns` cells.
template <class Take>
void for_each_cell(const Source& source, const Chunk& chunk, std::size_t columns, Take&& take);

// Cells behind the delimiter at `at`, to the end of the row.
std::size_t count_cells(const Source& source, const char* at, const char* end);

// The lines of the file on which rows begin; empty if each row is one line below the header's first.
std::vector<std::size_t> lines_of_rows(const Source& source, const std::vector<Chunk>& chunks, std::size_t columns);

// Where the first row at or behind `at` begins: blank lines are skipped.
inline const char* skip_blank_lines(const char* at, const char* end, char delimiter) {
  while (at != end && (*at == '\n' || *at == '\r' || is_blank(*at, delimiter))) {
    const char* const line_end = end_of_blank_line(at, end, delimiter);
    if (line_end == nullptr) break;
    at = line_end == end ? end : line_end + 1;
  }
  return at;
}

template <class Take>
void for_each_cell(const Source& source, const Chunk& chunk, std::size_t columns, Take&& take) {
  if (chunk.rows_begin == nullptr) return;
  const std::size_t rows_end = chunk.first_row + chunk.rows;
  const char* at = chunk.rows_begin;
  for (std::size_t row = chunk.first_row; row < rows_end; ++row, ++at) {
    at = skip_blank_lines(at, chunk.rows_end, source.marks.delimiter);
    const char* const row_start = at;
    for (std::size_t column = 0; column < columns; ++column, ++at) {
      at = take(row, column, at);
      const bool row_ends = at == chunk.rows_end || *at == '\n';
      if (row_ends && column + 1 < columns) source.fail_ragged(row_start, column + 1, columns);
      if (!row_ends && column + 1 == columns) {
        source.fail_ragged(row_start, columns + count_cells(source, at, chunk.rows_end), columns);
      }
      if (row_ends) break;
    }
  }
}

}  // namespace ballast::tabular::csv
