// CSV in and out (RFC 4180: quotes, doubled quotes, line breaks inside quotes; also CRLF, a BOM, quoted numbers and
// gzip). The first record is the header; a first column without a name (or called "Unnamed: 0"), or one cell more in
// the rows than in the header, is an index and left out if it looks like one (records/index_cells.hpp). Blank lines are
// no rows. csv_format.hpp says what else may vary.
//
// A column is numeric when at least 99 % of its non-missing cells parse as numbers; the first cell that does not is
// then the error, with its line. Otherwise it is text, as are whole numbers some of which have zeros in front (zips)
// or more digits than a double keeps: of dates when one format reads all of its cells, and refused when two formats do
// that differ in day and month, or when one does but for less than 1 % of the cells; else categorical. A file read by a
// schema is not looked at like that: its columns are what the schema says.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/cells/csv_format.hpp"
#include "engine/tabular/csv/cell_writer.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::tabular {

// A column whose cells are dates in a format of DateFormat, whatever they look like.
struct DateColumn {
  std::string column, format;
};

struct CsvOptions {
  std::vector<std::string> categorical = {};  // columns to read as text whatever their cells look like; all must exist
  std::vector<std::string> categorical_if_present = {};  // the same, but a name that the file lacks is passed over
  std::vector<DateColumn> dates = {};                    // all must exist
  std::vector<DateColumn> dates_if_present = {};         // those of a model
  // Columns read as these are: numbers and dates as such, where any other cell is an error, and text as text, with the
  // schema's labels among its own. Columns of other names are read as if there were no schema; names that the
  // file lacks are passed over.
  Schema schema = {};
  // Columns that are not parsed and not in the table. skip: all must exist. only: if not empty, all others are skipped;
  // names that the file lacks are passed over.
  std::vector<std::string> skip = {}, skip_if_present = {}, only = {};
  bool look_at_header = false;                  // whether it is a row, although only some columns are read
  std::vector<std::string> only_starting = {};  // if not empty, columns whose names start otherwise are skipped
  CsvFormat format = {};
};

// Reads `path` ("-" is not a path here). Origins are the numbers of the data rows, from 0.
// Throws Error: no such file, a folder, empty, header only, ragged row, unclosed quote, NUL byte, number that is
// infinite or beyond double, duplicate or empty column name, unknown name in options, truncated gzip, no text at all.
// Rows know their lines (Table::line).
// What was guessed of the format is noted; as_read, where given, takes the format by which a later file is read alike.
// Threads: parses blocks on the pool; same table at any number of threads.
Table read_csv(const std::string& path, const CsvOptions& options, numeric::ThreadPool& pool, Observer& observer,
               CsvFormat* as_read = nullptr);

// The same from text in memory; `name` stands for the file in messages.
Table parse_csv(std::string_view text, const std::string& name, const CsvOptions& options, numeric::ThreadPool& pool,
                Observer& observer, CsvFormat* as_read = nullptr);
Table parse_csv(std::string_view text, const std::string& name, const CsvOptions& options, numeric::ThreadPool& pool);

// Tables of one schema as lines of one CSV text: the header first, then the rows of any number of them. format: as
// write_csv has it. Threads: any.
class CsvLines {
 public:
  explicit CsvLines(const Schema& schema, const CsvFormat& format = {});
  CsvLines(const CsvLines&) = delete;
  CsvLines& operator=(const CsvLines&) = delete;
  const std::string& header() const { return header_; }
  // Adds rows first .. last - 1 of a table of the schema.
  void append(const Table& table, std::size_t first, std::size_t last, std::string& out) const;

 private:
  Schema schema_;
  char delimiter_;
  std::string header_;
  std::vector<CellWriter> writers_;  // one a column of schema_, which they borrow
};

// Writes header and rows; numbers in the shortest digits that read back to the same double, text quoted where needed.
// format: as read_csv took it from a file, for rows that look like that file's: its delimiter, decimal mark and styles
// of numbers (not its encoding, index or lines above the header); by default plain, with commas between cells.
// Atomic (files/atomic.hpp); gzip if the path ends in .gz. Throws Error when the file cannot be written.
void write_csv(const Table& table, const std::string& path, const CsvFormat& format = {});
std::string to_csv(const Table& table, const CsvFormat& format = {});
// A text as a cell: quoted where needed.
std::string csv_cell(std::string_view text);

}  // namespace ballast::tabular
