// A CSV text that several readers take a part of each: where its rows begin, how many a part has, and where one of them
// is. Internal to engine/tabular.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/numeric/thread_pool.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/csv/records/csv_chunks.hpp"

namespace ballast::tabular::csv {

// What stands above the first row.
struct TextHead {
  std::size_t size;  // bytes
  char delimiter;
};

// text: the beginning of the file called `name`, or all of it. Throws Error as read_csv on a head.
TextHead head_of(std::string_view text, const std::string& name, const CsvOptions& options);

// The rows of a part: text that begins where a row may, and ends behind one.
class RowPlaces {
 public:
  // Borrows the text and the name. Throws Error at a NUL byte, and at the first that is no UTF-8.
  RowPlaces(std::string_view text, const std::string& name, char delimiter, numeric::ThreadPool& pool);

  std::size_t rows() const;
  // Bytes above a row. Requires: row < rows().
  std::size_t above(std::size_t row) const;

 private:
  Source source_;
  const char* end_;  // of the last row
  std::vector<Chunk> chunks_;
};

}  // namespace ballast::tabular::csv
