// One reading: the head says what columns are, all pieces are parsed by that, and blocks of cells go to the spool.
#include "engine/tabular/csv/spool/spooled_csv.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/error.hpp"
#include "engine/files/gzip.hpp"
#include "engine/files/paths.hpp"
#include "engine/tabular/csv/csv_blocks.hpp"
#include "engine/tabular/csv/spool/column_spool.hpp"

namespace ballast::tabular {
namespace {

constexpr std::size_t kHeadText = std::size_t{8} << 20;  // bytes that columns are guessed from

// The first rows of the file, whole.
std::string head_text(const std::string& path) {
  std::string text(kHeadText, '\0');
  text.resize(files::open_inflated(path)->read(std::as_writable_bytes(std::span(text))));
  const bool utf16 = text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff");
  if (utf16) {
    throw Error("a file in UTF-16 is not read in blocks").in(path).hint("write it in UTF-8");
  }
  if (text.size() < kHeadText) return text;
  std::size_t rows_end = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (text[i] == '\n' && !quoted) rows_end = i + 1;
  }
  if (rows_end != 0) text.resize(rows_end);
  return text;
}

// How all rows are read, once their head has said what columns are. Words for missing cells that stand in quotes are
// labels of a column that was guessed to be text, and all of them are where it was asked to be.
CsvOptions by_schema(const CsvOptions& asked, Schema schema, const CsvFormat& format) {
  CsvOptions out{.format = format};
  for (ColumnSchema& column : schema) {
    out.only.push_back(column.name);
    if (!column.is_text()) continue;
    if (std::ranges::find(asked.categorical, column.name) != asked.categorical.end()) {
      out.format.missing_of.try_emplace(column.name);
    } else if (!format.missing_of.contains(column.name)) {
      std::set<std::string> labels(column.labels.begin(), column.labels.end());
      for (const std::string& word : format.missing) {
        if (!word.empty()) labels.insert(word);
      }
      column.labels.assign(labels.begin(), labels.end());
    }
  }
  out.schema = std::move(schema);
  return out;
}

class Spooling {
 public:
  Spooling(const std::string& spool, std::size_t columns)
      : file_(files::system_files().create(spool)), columns_(columns) {}

  void add(const Table& rows) {
    if (rows.columns() == 0) return;  // blank lines
    for (std::size_t c = 0; c < columns_.size(); ++c) columns_[c].add(rows.schema()[c], rows.column(c));
    while (columns_[0].waiting().size() >= TableBlocks::kRows) write(TableBlocks::kRows);
  }
  std::size_t end() {
    write(columns_[0].waiting().size());
    file_->close();
    return rows_;
  }
  const csv::ColumnSpool& column(std::size_t c) const { return columns_[c]; }

 private:
  void write(std::size_t rows) {
    rows_ += rows;
    for (csv::ColumnSpool& column : columns_) {
      std::vector<double>& cells = column.waiting();
      file_->write(std::as_bytes(std::span(cells).first(rows)));
      cells.erase(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(rows));
    }
  }

  std::unique_ptr<files::OutputFile> file_;
  std::vector<csv::ColumnSpool> columns_;
  std::size_t rows_ = 0;
};

}  // namespace

SpooledCsv::SpooledCsv(const std::string& path, const CsvOptions& options, const std::string& spool,
                       numeric::ThreadPool& pool, Observer& observer)
    : path_(path), spool_(spool), pool_(pool) {
  const Schema guessed = parse_csv(head_text(path), path, options, pool, observer, &format_).schema();
  options_ = by_schema(options, guessed, format_);
  Observer quiet;
  CsvBlocks text(files::open_inflated(path), path, options_, pool, quiet);
  Spooling spooling(spool, guessed.size());
  const std::string phase = "read " + files::shown_name(path, files::Direction::input);
  while (text.next()) {
    observer.step({.phase = phase, .done = text.done(), .total = text.size()});
    std::vector<Table> tables(text.blocks());
    pool.parallel_for(tables.size(), [&](std::size_t b) { tables[b] = text.table(b); });
    for (const Table& table : tables) spooling.add(table);
  }
  rows_ = spooling.end();
  code_of_.resize(guessed.size());
  for (std::size_t c = 0; c < guessed.size(); ++c) {
    schema_.push_back(spooling.column(c).finish(guessed[c], code_of_[c]));
  }
  file_ = files::system_files().open(spool);
}

void SpooledCsv::give_lines(Table& table) const {
  std::size_t last = 0;
  for (const RowOrigin& origin : table.origins()) last = std::max<std::size_t>(last, origin.row);
  Observer quiet;
  CsvBlocks text(files::open_inflated(path_), path_, options_, pool_, quiet);
  std::vector<std::size_t> lines;
  while (lines.size() <= last && text.next()) {
    for (std::size_t b = 0; b < text.blocks(); ++b) {
      const std::vector<std::size_t> more = text.lines(b);
      lines.insert(lines.end(), more.begin(), more.end());
    }
  }
  table.set_lines(std::move(lines));
}

Table SpooledCsv::block(std::size_t block, std::span<const std::size_t> columns) const {
  const std::size_t first = block * kRows, count = std::min(kRows, rows_ - first);
  Schema schema;
  std::vector<std::vector<double>> cells;
  for (const std::size_t column : columns) {
    schema.push_back(schema_[column]);
    std::vector<double>& own = cells.emplace_back(count);
    const std::uint64_t offset =
        (std::uint64_t{first} * schema_.size() + std::uint64_t{column} * count) * sizeof(double);
    if (!file_->read_at(offset, std::as_writable_bytes(std::span(own)))) {
      throw Error("the rows that were laid down cannot be read").in(spool_);
    }
    if (!schema_[column].is_text()) continue;
    for (double& cell : own) {
      if (!is_missing(cell)) cell = code_of_[column][static_cast<std::size_t>(cell)];
    }
  }
  Table out(std::move(schema), std::move(cells));
  for (RowOrigin& origin : out.origins()) origin.row += first;
  return out;
}

}  // namespace ballast::tabular
