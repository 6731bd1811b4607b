// RecordReader: the records of a CSV text that arrives bit by bit, each as soon as it is complete: cells in quotes may
// hold line breaks, blank lines are no records. The first record is the header: lines to skip, a byte order mark, a
// line "sep=;" and comments are passed over. Comments are lines that begin with #, but for the last of them if it has
// as many cells as the record below. Of a format without header it is made up: c1, c2, ...
#pragma once

#include <cstddef>
#include <deque>
#include <istream>
#include <string>
#include <vector>

#include "engine/tabular/cells/csv_format.hpp"

namespace ballast::tabular {

class RecordReader {
 public:
  // Borrows the stream.
  explicit RecordReader(std::istream& in, const CsvFormat& format = {});

  // Waits for the next record; false at the end of the stream.
  bool next();
  const std::string& text() const { return record_.text; }  // UTF-8 if the stream is what it should be; no line end
  std::size_t line() const { return record_.line; }         // the one on which it begins, from 1
  std::size_t consumed() const { return record_.end; }      // bytes of UTF-8, up to the end of its line

  // Of the header, once it has been read: what separates its cells, and what a user should know of it.
  char delimiter() const { return format_.delimiter; }
  const std::vector<std::string>& notes() const { return notes_; }
  std::size_t empty_rows() const { return empty_rows_; }  // at the end, passed over

 private:
  struct Record {
    std::string text;
    std::size_t line = 0, begin = 0, end = 0;
  };
  bool read_header();
  void pass_comments();
  void name_columns();               // c1, c2, ...: the record is a row
  bool read_record(Record& record);  // that is not blank
  // Of rows of delimiters alone, the last ahead: reads on, to one that is not, or drops them at the end.
  void look_behind_empty_rows();
  bool read_line_or_quoted(Record& record);
  int take();
  int look();
  void decode();
  bool is_delimiter(char c) const;

  std::istream& in_;
  CsvFormat format_;
  Record record_;
  std::deque<Record> ahead_;  // read to judge a comment, or whether rows of delimiters are the last
  std::size_t empty_rows_ = 0;
  std::string decoded_;  // of another encoding, not yet taken
  std::string mark_;     // the byte order mark of UTF-16, or the one that it should have had
  std::vector<std::string> notes_;
  std::size_t next_line_ = 1, taken_ = 0;
  bool header_read_ = false, line_end_seen_ = false;
  bool returns_end_ = false;  // the first line ends with a carriage return alone: then they end lines
};

namespace csv {

// The delimiter that a header is most likely cut by: one that
// cuts the row below it into as many cells goes before others.
char guess_delimiter(const std::string& header, const std::string& row = "");

// Cells of a record; quotes need not be in order.
std::size_t cells_in(const std::string& record, char delimiter);

}  // namespace csv

}  // namespace ballast::tabular
