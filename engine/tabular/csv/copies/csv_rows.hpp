// The rows of a CSV file as they stand there, byte for byte, for files that hold some of them.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/numeric/thread_pool.hpp"
#include "engine/tabular/cells/csv_format.hpp"

namespace ballast::tabular {

// The records of a CSV text with their line ends: each begins behind a line feed outside quotes.
// Blank lines are none. The views lie in `text`.
std::vector<std::string_view> csv_records(std::string_view text);

// A file in memory; gzip is inflated, and what is not UTF-8 becomes so. All that stands up to the end of the header
// (lines to skip, comments) goes with the header.
class CsvRows {
 public:
  // Throws Error: a file that cannot be read, or has no header.
  CsvRows(const std::string& path, numeric::ThreadPool& pool, const CsvFormat& format = {});

  std::string_view text() const { return text_; }
  const std::string& a_name() const { return a_name_; }  // of some column
  std::size_t size() const { return records_.size(); }
  std::string_view row(std::size_t row) const { return records_[row]; }

  // Writes the header and the rows given by number, in that order. Atomic; gzip if the path ends in .gz.
  void write(std::span<const std::size_t> rows, const std::string& path) const;

 private:
  std::string text_, a_name_;
  std::string_view head_;                  // in text_, with its line end
  std::vector<std::string_view> records_;  // below it
};

}  // namespace ballast::tabular
