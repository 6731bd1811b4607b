// The rows of a CSV file as they stand there, byte for byte, for files that hold some of them.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/numeric/thread_pool.hpp"

namespace ballast::tabular {

// The records of a CSV text with their line ends, the header first: each begins behind a line feed outside quotes.
// Blank lines are none. The views lie in `text`.
std::vector<std::string_view> csv_records(std::string_view text);

// A file in memory; gzip is inflated.
class CsvRows {
 public:
  CsvRows(const std::string& path, numeric::ThreadPool& pool);

  std::string_view text() const { return text_; }
  std::size_t size() const { return records_.size() - 1; }
  std::string_view row(std::size_t row) const { return records_[row + 1]; }

  // Writes the header and the rows given by number, in that order. Atomic; gzip if the path ends in .gz.
  void write(std::span<const std::size_t> rows, const std::string& path) const;

 private:
  std::string text_;
  std::vector<std::string_view> records_;
};

}  // namespace ballast::tabular
