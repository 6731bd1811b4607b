// RecordReader: the records of a CSV text that arrives bit by bit, each as soon as it is complete, cut as a file is cut
// (csv.hpp): cells in quotes may hold line breaks, and blank lines are no records.
#pragma once

#include <cstddef>
#include <istream>
#include <string>

namespace ballast::tabular {

class RecordReader {
 public:
  // Borrows the stream.
  explicit RecordReader(std::istream& in) : in_(in) {}

  // Waits for the next record; false at the end of the stream.
  bool next();
  const std::string& text() const { return text_; }  // without its line end
  std::size_t line() const { return line_; }         // the one on which it begins, from 1

 private:
  bool read_record();

  std::istream& in_;
  std::string text_;
  std::size_t line_ = 0, next_line_ = 1;
  bool any_ = false;          // a record has been read
  bool returns_end_ = false;  // the first line ends with a carriage return alone: then they end lines
};

}  // namespace ballast::tabular
