// CsvBlocks: the rows of a CSV file a block at a time, in memory that does not grow with the file, for work that takes
// rows as they come. What the columns are is said beforehand by a schema: nothing is guessed from rows that are not
// there yet.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/files/file_layer.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/csv/csv_columns.hpp"
#include "engine/tabular/csv/records/text_pieces.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::tabular {

class CsvBlocks {
 public:
  // Reads the head of `file`; `name` stands for it in messages. Requires:
  // options.schema holds every column of options.only, which is not empty; others are
  // skipped. Notes what is guessed of the format. Throws Error as read_csv on a head.
  CsvBlocks(std::unique_ptr<files::InputFile> file, std::string name, CsvOptions options, numeric::ThreadPool& pool,
            Observer& observer);
  CsvBlocks(const CsvBlocks&) = delete;  // rules_ point into options_
  CsvBlocks& operator=(const CsvBlocks&) = delete;

  // Moves on to the next blocks; false at the end of the file. Throws Error when it cannot be read.
  bool next() { return text_.next(); }
  std::size_t blocks() const { return text_.pieces().size(); }
  // A block's rows, as read_csv has them, but that they are numbered from 0 and know no lines; none where all lines
  // are blank. Throws Error as read_csv, with the line in the file, and also where read_csv would have found another
  // style of numbers or dates than the one that `options` tell: one block cannot show that. Threads: any number of
  // blocks at a time.
  Table table(std::size_t block) const;
  // The records of the same rows, as they are written (UTF-8, without the line feed). Requires: table did not throw.
  void for_each_record(std::size_t block, const std::function<void(std::string_view)>& take) const;
  // The lines of the file on which these records begin.
  std::vector<std::size_t> lines(std::size_t block) const;

  // Rows of a file that several read, each its own: TextPieces::can_part, end_at and go_to, before the first next().
  bool can_part() const { return text_.can_part(); }
  void end_at(std::uint64_t end) { text_.end_at(end); }
  void go_to(std::uint64_t begin, std::uint64_t end) { text_.go_to(begin, end); }
  // Whether the text above the rows has an odd number of quotes.
  bool odd_quotes_above() const { return odd_quotes_above_; }

  const std::string& header() const { return header_; }  // the record
  char delimiter() const { return marks_.delimiter; }
  std::size_t empty_rows() const { return text_.empty_rows(); }  // at the end of the file, passed over
  std::size_t done() const { return text_.done(); }              // bytes of the file
  std::size_t size() const { return text_.size(); }              // 0: not known

 private:
  std::string name_, header_;
  CsvOptions options_;
  numeric::ThreadPool& pool_;
  csv::TextPieces text_;
  csv::Marks marks_;
  std::vector<csv::ColumnRule> rules_;
  bool odd_quotes_above_ = false;
};

}  // namespace ballast::tabular
