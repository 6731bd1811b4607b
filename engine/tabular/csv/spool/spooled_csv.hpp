// SpooledCsv: a CSV file that is longer than memory as blocks of rows: it is read once, in pieces, and its cells are
// laid down as float64 in a file beside, from which any columns of any block are read back.
//
// What the columns are is guessed from the first megabytes, as read_csv guesses it from all rows; a later cell that is
// otherwise is an error, which names the option that settles it. Kinds (whole numbers, two values) and labels are those
// of all rows. What the first megabytes cannot show, a number with zeros in front (which makes a column text), is read
// as the number it is.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "engine/files/file_layer.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/table_blocks.hpp"

namespace ballast::tabular {

class SpooledCsv final : public TableBlocks {
 public:
  static constexpr std::size_t kBytes = std::size_t{128} << 20;  // of memory, at most, while the file is read

  // Reads `path`; spool: the file to write, which is the caller's to remove. Throws Error as read_csv, and on UTF-16.
  SpooledCsv(const std::string& path, const CsvOptions& options, const std::string& spool, numeric::ThreadPool& pool,
             Observer& observer);

  const Schema& schema() const override { return schema_; }
  std::size_t rows() const override { return rows_; }
  Table block(std::size_t block, std::span<const std::size_t> columns) const override;
  void give_lines(Table& table) const override;
  const CsvFormat& format() const { return format_; }  // by which a later file is read alike

 private:
  Schema schema_;
  CsvFormat format_;
  std::size_t rows_ = 0;
  std::vector<std::vector<double>> code_of_;  // by column of text: of each number in the spool
  std::string path_, spool_;
  CsvOptions options_;  // by which all rows are read
  numeric::ThreadPool& pool_;
  std::unique_ptr<files::InputFile> file_;
};

}  // namespace ballast::tabular
