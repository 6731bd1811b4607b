// How a file becomes columns:
//   1. cut the bytes in chunks of 1 MiB and count the quotes in each, so that it is known which chunks begin inside a
//      quoted cell; count the rows of each from its unquoted line feeds;
//   2. parse all chunks at once, every cell as a number, straight into its place in the columns; count what is none;
//   3. decide for each column: numbers, text, or an error; parse the text columns again, into dictionaries.
// Chunks do not depend on the number of threads, and the error reported is the first in the file.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "engine/error.hpp"
#include "engine/numeric/huge_pages.hpp"
#include "engine/tabular/csv.hpp"
#include "engine/tabular/csv_dates.hpp"
#include "engine/tabular/csv_header.hpp"
#include "engine/tabular/csv_texts.hpp"
#include "engine/tabular/row_parser.hpp"

namespace ballast::tabular {
namespace {

using csv::Cell;
using csv::Chunk;
using csv::ColumnRule;
using csv::NumberKind;
using csv::Reading;

constexpr double kLeastNumeric = 0.99;  // of a column's non-missing cells, for it to be numeric

// What the cells of one column in one chunk look like.
struct Tally {
  std::size_t numbers = 0, others = 0;
  std::size_t padded = 0;  // numbers with zeros in front
  const char* first_other = nullptr;
  const char* first_beyond = nullptr;

  void add(const Tally& later) {
    numbers += later.numbers;
    others += later.others;
    padded += later.padded;
    if (first_other == nullptr) first_other = later.first_other;
    if (first_beyond == nullptr) first_beyond = later.first_beyond;
  }
  bool is_numeric() const {
    const auto all = static_cast<double>(numbers + others);
    return static_cast<double>(numbers) >= kLeastNumeric * all;
  }
};

bool all_whole(std::span<const double> cells) {
  return std::ranges::all_of(cells, [](double cell) { return is_missing(cell) || std::trunc(cell) == cell; });
}

// Whether the cells hold at most two values.
bool at_most_two(std::span<const double> cells) {
  double values[2] = {};
  std::size_t distinct = 0;
  for (const double cell : cells) {
    if (is_missing(cell) || (distinct > 0 && cell == values[0]) || (distinct > 1 && cell == values[1])) continue;
    if (distinct == 2) return false;
    values[distinct++] = cell;
  }
  return true;
}

ColumnKind kind_of_numbers(std::span<const double> cells, const ColumnSchema* known) {
  const bool two = at_most_two(cells);
  if (known != nullptr && (known->kind != ColumnKind::binary || two)) {
    return known->kind == ColumnKind::integer && !all_whole(cells) ? ColumnKind::numeric : known->kind;
  }
  const auto present = [](double cell) { return !is_missing(cell); };
  const auto first = std::ranges::find_if(cells, present);
  if (first == cells.end()) return ColumnKind::numeric;
  const bool one = two && std::all_of(first, cells.end(), [&](double c) { return is_missing(c) || c == *first; });
  if (two && !one) return ColumnKind::binary;
  return all_whole(cells) ? ColumnKind::integer : ColumnKind::numeric;
}

class Reader {
 public:
  Reader(csv::Source source, const CsvOptions& options, numeric::ThreadPool& pool)
      : rows_{source, nullptr, {}, {}}, options_(options), pool_(pool) {}

  Table read() {
    const csv::Header header = csv::read_header(rows_.source);
    rows_.columns = csv::column_rules(header.names, options_, rows_.source.name);
    find_rows(header.data);
    allocate();
    parse_numbers();
    decide_kinds();
    labels_ = csv::read_texts(rows_, is_text_, cells_, pool_);
    parse_dates();
    return finish();
  }

 private:
  std::size_t rows() const { return rows_.chunks.back().first_row + rows_.chunks.back().rows; }
  std::size_t columns() const { return rows_.columns.size(); }

  void find_rows(const char* data) {
    const csv::Source& source = rows_.source;
    const char delimiter = source.marks.delimiter;
    const char* end = source.end();
    while (end != data && (end[-1] == '\n' || end[-1] == '\r' || csv::is_blank(end[-1], delimiter))) --end;
    data = csv::skip_blank_lines(data, end, delimiter);
    if (data == end) throw_no_rows(source.name);
    rows_.end = end;
    rows_.chunks = csv::find_chunks(source, data, end, pool_);
    require_bytes(static_cast<std::size_t>(end - data));
  }

  // A row takes a byte a cell at least, its delimiter or line feed (the last has none). Where there are fewer, a row is
  // short, and is found before memory for all cells is taken.
  void require_bytes(std::size_t bytes) const {
    if (rows() <= (bytes + 1) / columns()) return;
    for (const Chunk& chunk : rows_.chunks) {
      csv::for_each_cell(rows_.source, chunk, columns(), [&](std::size_t, std::size_t, const char* at) {
        const Cell cell = csv::take_cell(at, rows_.end, rows_.source.marks.delimiter);
        rows_.source.check(cell);
        return cell.next;
      });
    }
  }

  bool is_skipped(std::size_t column) const { return rows_.columns[column].reading == Reading::skipped; }

  void allocate() {
    const std::size_t rows = this->rows();
    cells_.resize(columns());
    for (std::size_t c = 0; c < columns(); ++c) {
      if (is_skipped(c)) continue;
      cells_[c].reserve(rows);
      numeric::prefer_huge_pages(cells_[c].data(), rows * sizeof(double));
    }
    pool_.parallel_for(columns(), [&](std::size_t c) { cells_[c].resize(is_skipped(c) ? 0 : rows); });
  }

  // ---- numbers

  void parse_numbers() {
    std::vector<double*> out(columns(), nullptr);  // of columns that may hold numbers
    for (std::size_t c = 0; c < columns(); ++c) {
      const Reading reading = rows_.columns[c].reading;
      if (reading == Reading::guessed || reading == Reading::number) out[c] = cells_[c].data();
    }
    std::vector<std::vector<Tally>> tallies(rows_.chunks.size());  // of chunks in which rows start
    const char* const end = rows_.end;
    const csv::Marks marks = rows_.source.marks;
    pool_.parallel_for(tallies.size(), [&](std::size_t i) {
      const Chunk& chunk = rows_.chunks[i];
      std::vector<Tally>& tally = tallies[i];
      if (chunk.rows != 0) tally.resize(columns());
      csv::for_each_cell(rows_.source, chunk, columns(), [&](std::size_t row, std::size_t column, const char* at) {
        double* const cells = out[column];
        double value = 0;
        if (cells != nullptr) {
          if (const char* const next = csv::parse_short_decimal(at, end, value, marks)) {
            cells[row] = value;
            ++tally[column].numbers;
            return next;
          }
        }
        const Cell cell = csv::take_cell(at, end, marks.delimiter);
        rows_.source.check(cell);
        if (cells != nullptr) cells[row] = parse_slowly(cell.text, at, tally[column]);
        return cell.next;
      });
    });
    tallies_.assign(columns(), {});
    for (const auto& of_chunk : tallies) {
      for (std::size_t c = 0; c < of_chunk.size(); ++c) tallies_[c].add(of_chunk[c]);
    }
  }

  static double parse_slowly(std::string_view text, const char* at, Tally& tally) {
    const auto [kind, value] = csv::parse_number(text);
    tally.numbers += kind == NumberKind::number || kind == NumberKind::beyond_double;
    tally.padded += kind == NumberKind::number && csv::is_zero_padded(text);
    if (kind == NumberKind::beyond_double && tally.first_beyond == nullptr) tally.first_beyond = at;
    if (kind == NumberKind::not_a_number && tally.others++ == 0) tally.first_other = at;
    return value;
  }

  // ---- kinds

  bool looks_like_text(std::size_t column) const {
    switch (rows_.columns[column].reading) {
      case Reading::text:
      case Reading::date:
        return true;
      case Reading::guessed:
        if (!tallies_[column].is_numeric()) return true;
        return tallies_[column].padded > 0 && all_whole(cells_[column]);
      default:
        return false;
    }
  }

  // Which columns are text. Throws the first error in the file that a numeric column has.
  void decide_kinds() {
    is_text_.resize(columns());
    const char* first = nullptr;
    std::size_t column = 0;
    for (std::size_t c = 0; c < columns(); ++c) {
      is_text_[c] = looks_like_text(c);
      if (is_text_[c]) continue;
      for (const char* at : {tallies_[c].first_other, tallies_[c].first_beyond}) {
        if (at != nullptr && (first == nullptr || at < first)) first = at, column = c;
      }
    }
    if (first != nullptr) csv::fail_no_number(rows_.source, rows_.columns[column], first);
  }

  // Turns text columns that hold dates into numbers.
  void parse_dates() {
    for (std::size_t c = 0; c < columns(); ++c) {
      ColumnRule& rule = rows_.columns[c];
      if (labels_[c].empty() || rule.reading == Reading::text) continue;
      const auto where = [&](std::size_t label) { return csv::place_of(rows_, c, labels_[c][label]); };
      rule.date_format = csv::read_dates(rows_.source, rule.name, rule.date_format, labels_[c], cells_[c], where);
      if (!rule.date_format.empty()) labels_[c].clear();
    }
  }

  ColumnSchema schema_of(std::size_t column) {
    const ColumnRule& rule = rows_.columns[column];
    if (!rule.date_format.empty()) return {rule.name, ColumnKind::date, {}, rule.date_format};
    ColumnSchema out{rule.name, ColumnKind::categorical, std::move(labels_[column])};
    if (rule.known != nullptr && out.is_text() && out.labels == rule.known->labels) return *rule.known;
    if (!out.is_text()) out.kind = kind_of_numbers(cells_[column], is_text_[column] ? nullptr : rule.known);
    if (out.labels.size() == 2) out.kind = ColumnKind::binary;
    return out;
  }

  Table finish() {
    std::vector<std::size_t> kept;
    for (std::size_t c = 0; c < columns(); ++c) {
      if (!is_skipped(c)) kept.push_back(c);
    }
    Schema schema(kept.size());
    csv::Cells cells(kept.size());
    pool_.parallel_for(kept.size(), [&](std::size_t k) {
      schema[k] = schema_of(kept[k]);
      cells[k] = std::move(cells_[kept[k]]);
    });
    Table table(std::move(schema), std::move(cells));
    auto lines = csv::lines_of_rows(rows_.source, rows_.chunks, columns());
    if (!lines.empty()) table.set_lines(std::move(lines));
    return table;
  }

  csv::Rows rows_;
  const CsvOptions& options_;
  numeric::ThreadPool& pool_;
  csv::Cells cells_;
  std::vector<Tally> tallies_;
  std::vector<bool> is_text_;
  csv::Labels labels_;
};

}  // namespace

Table read_csv(const std::string& path, const CsvOptions& options, numeric::ThreadPool& pool, Observer& observer) {
  observer.step({.phase = "read " + path, .done = 0, .total = 1});
  const csv::FileText text = csv::read_text(path, pool);
  Table table = parse_csv({text.bytes.get(), text.size}, path, options, pool);
  observer.step({.phase = "read " + path, .done = 1, .total = 1});
  return table;
}

Table parse_csv(std::string_view text, const std::string& name, const CsvOptions& options, numeric::ThreadPool& pool) {
  return Reader({text, name}, options, pool).read();
}

}  // namespace ballast::tabular
