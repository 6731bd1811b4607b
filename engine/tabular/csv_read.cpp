// How a file becomes columns:
//   1. cut the bytes in chunks of 1 MiB and count the quotes in each, so that it is known which chunks begin inside a
//      quoted cell; count the rows of each from its unquoted line feeds;
//   2. parse all chunks at once, every cell as a number, straight into its place in the columns; count what is none;
//   3. decide for each column: numbers, text, or an error; parse the text columns again, into dictionaries.
// Chunks do not depend on the number of threads, and the error reported is the first in the file.
#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/error.hpp"
#include "engine/files/gzip.hpp"
#include "engine/tabular/csv.hpp"
#include "engine/tabular/csv_cells.hpp"

namespace ballast::tabular {
namespace {

using csv::Cell;
using csv::CellFault;
using csv::NumberKind;

constexpr std::size_t kChunk = std::size_t{1} << 20;  // bytes
constexpr double kLeastNumeric = 0.99;                // of a column's non-missing cells, for it to be numeric

struct Chunk {
  const char* first = nullptr;  // of the bytes
  const char* last = nullptr;
  const char* rows_begin = nullptr;  // the first row that starts in it; nullptr: none
  const char* rows_end = nullptr;
  std::size_t first_row = 0, rows = 0;
};

// What the cells of one column in one chunk look like.
struct Tally {
  std::size_t numbers = 0, others = 0;
  const char* first_other = nullptr;
  const char* first_beyond = nullptr;

  void add(const Tally& later) {
    numbers += later.numbers;
    others += later.others;
    if (first_other == nullptr) first_other = later.first_other;
    if (first_beyond == nullptr) first_beyond = later.first_beyond;
  }
  bool is_numeric() const {
    const auto all = static_cast<double>(numbers + others);
    return static_cast<double>(numbers) >= kLeastNumeric * all;
  }
};

class Reader {
 public:
  Reader(std::string_view text, const std::string& name, const CsvOptions& options, numeric::ThreadPool& pool)
      : text_(text), name_(name), options_(options), pool_(pool) {}

  Table read() {
    const char* data = read_header();
    const char* end = text_.data() + text_.size();
    while (end != data && (end[-1] == '\n' || end[-1] == '\r')) --end;
    if (data == end) {
      throw Error("the file has a header but no rows").in(name_).expected("at least one row below the header");
    }
    find_chunks(data, end);
    allocate();
    parse_numbers();
    parse_texts();
    return finish();
  }

 private:
  // ---- errors

  [[noreturn]] void fail(Error error, const char* at) const {
    const char* const begin = text_.data();
    const auto line = std::count(begin, at, '\n') + 1;
    const char* line_start = at;
    while (line_start != begin && line_start[-1] != '\n') --line_start;
    throw error.in(name_, static_cast<std::size_t>(line), static_cast<std::size_t>(at - line_start) + 1);
  }

  void check(const Cell& cell) const {
    switch (cell.fault) {
      case CellFault::none:
        return;
      case CellFault::unclosed_quote:
        fail(Error("a quote is opened and never closed").hint("a quote inside a quoted cell is written twice"),
             cell.next);
      case CellFault::stray_quote:
        fail(Error("a quote inside a cell that does not begin with one")
                 .hint("put the whole cell in quotes and write the inner quote twice"),
             cell.next);
      case CellFault::text_after_quote:
        fail(Error("text after the closing quote of a cell")
                 .expected("a comma or the end of the line")
                 .got({cell.next, 1})
                 .hint("a quote inside a quoted cell is written twice"),
             cell.next);
    }
  }

  [[noreturn]] void fail_ragged(const char* row, std::size_t cells) const {
    fail(Error("a row of another length than the header")
             .expected(std::to_string(names_.size()) + " cells")
             .got(std::to_string(cells)),
         row);
  }

  // ---- header

  // Fills names_; returns where the rows start.
  const char* read_header() {
    const char* at = text_.data();
    const char* const end = at + text_.size();
    refuse_binary();
    if (text_.starts_with("\xef\xbb\xbf")) at += 3;  // byte order mark
    if (std::string_view(at, static_cast<std::size_t>(end - at)).find_first_not_of(" \t\r\n") == std::string::npos) {
      throw Error("the file is empty").in(name_).expected("a header and rows");
    }
    for (;; ++at) {
      const Cell cell = csv::take_cell(at, end);
      check(cell);
      add_name(csv::unescaped(cell), at);
      at = cell.next;
      if (at == end || *at == '\n') break;
    }
    check_separator();
    mark_categorical();
    return at == end ? at : at + 1;
  }

  void refuse_binary() const {
    const std::string_view start = text_.substr(0, 4096);
    for (std::size_t i = 0; i < start.size() && start[i] != '\n'; ++i) {
      const auto byte = static_cast<unsigned char>(start[i]);
      if ((byte < 0x20 && byte != '\t' && byte != '\r' && byte != 0) || byte == 0x7f) {
        fail(Error("not a text file").expected("CSV text").got({&start[i], 1}), &start[i]);
      }
    }
    const auto* nul = static_cast<const char*>(std::memchr(text_.data(), 0, text_.size()));
    if (nul != nullptr) {
      fail(Error("a NUL byte").expected("text").hint("is this a binary file, or text in UTF-16?"), nul);
    }
  }

  void add_name(std::string name, const char* at) {
    if (name.empty()) {
      fail(Error("column " + std::to_string(names_.size() + 1) + " has no name")
               .hint("every column needs a name in the header"),
           at);
    }
    if (!seen_names_.insert(name).second) fail(Error("two columns are called '" + name + "'"), at);
    names_.push_back(std::move(name));
  }

  void check_separator() const {
    if (names_.size() > 1) return;
    for (const char other : {';', '\t'}) {
      if (names_[0].find(other) == std::string::npos) continue;
      fail(Error("the cells are not separated by commas")
               .expected("','")
               .got({&other, 1})
               .hint("convert the file to comma-separated values"),
           text_.data());
    }
  }

  void mark_categorical() {
    forced_text_.assign(names_.size(), false);
    const auto mark = [&](const std::string& name, bool required) {
      const auto at = std::find(names_.begin(), names_.end(), name);
      if (at != names_.end()) {
        forced_text_[static_cast<std::size_t>(at - names_.begin())] = true;
      } else if (required) {
        Error error("no column '" + name + "' to read as text");
        const std::string_view near = nearest_name(name, names_);
        if (!near.empty()) error.hint("did you mean '" + std::string(near) + "'?");
        throw error.in(name_);
      }
    };
    for (const std::string& name : options_.categorical) mark(name, true);
    for (const std::string& name : options_.categorical_if_present) mark(name, false);
  }

  // ---- chunks

  void find_chunks(const char* data, const char* end) {
    const auto size = static_cast<std::size_t>(end - data);
    chunks_.resize((size + kChunk - 1) / kChunk);
    std::vector<std::size_t> quotes(chunks_.size());
    pool_.parallel_for(chunks_.size(), [&](std::size_t i) {
      chunks_[i].first = data + i * kChunk;
      chunks_[i].last = data + std::min(size, (i + 1) * kChunk);
      quotes[i] = static_cast<std::size_t>(std::count(chunks_[i].first, chunks_[i].last, '"'));
    });
    std::vector<bool> quoted(chunks_.size() + 1, false);  // does chunk i begin inside quotes
    for (std::size_t i = 0; i < chunks_.size(); ++i) quoted[i + 1] = quoted[i] != (quotes[i] % 2 == 1);
    pool_.parallel_for(chunks_.size(), [&](std::size_t i) { count_rows(chunks_[i], quoted[i], quotes[i] > 0); });
    chunks_[0].rows_begin = data;
    ++chunks_[0].rows;
    const char* rows_end = end;
    for (std::size_t i = chunks_.size(); i-- > 0;) {
      chunks_[i].rows_end = rows_end;
      if (chunks_[i].rows_begin != nullptr) rows_end = chunks_[i].rows_begin;
    }
    for (Chunk& chunk : chunks_) {
      chunk.first_row = rows_;
      rows_ += chunk.rows;
    }
  }

  // A row starts behind each unquoted line feed.
  static void count_rows(Chunk& chunk, bool quoted, bool has_quotes) {
    const auto starts_row = [&](const char* feed) {
      if (chunk.rows_begin == nullptr) chunk.rows_begin = feed + 1;
      ++chunk.rows;
    };
    if (!has_quotes && quoted) return;
    if (!has_quotes) {
      const char* const feed = std::find(chunk.first, chunk.last, '\n');
      if (feed == chunk.last) return;
      chunk.rows_begin = feed + 1;
      chunk.rows = static_cast<std::size_t>(std::count(feed, chunk.last, '\n'));
      return;
    }
    for (const char* p = chunk.first; p != chunk.last; ++p) {
      if (*p == '"') quoted = !quoted;
      if (*p == '\n' && !quoted) starts_row(p);
    }
  }

  void allocate() {
    cells_.resize(names_.size());
    pool_.parallel_for(names_.size(), [&](std::size_t c) { cells_[c].resize(rows_); });
  }

  // ---- cells

  // Calls take(row, column, place) for each cell of the chunk's rows; take returns the place behind the cell.
  template <class Take>
  void for_each_cell(const Chunk& chunk, Take&& take) const {
    if (chunk.rows_begin == nullptr) return;
    const std::size_t columns = names_.size(), rows_end = chunk.first_row + chunk.rows;
    const char* at = chunk.rows_begin;
    for (std::size_t row = chunk.first_row; row < rows_end; ++row, ++at) {
      const char* const row_start = at;
      for (std::size_t column = 0; column < columns; ++column, ++at) {
        at = take(row, column, at);
        const bool row_ends = at == chunk.rows_end || *at == '\n';
        if (row_ends && column + 1 < columns) fail_ragged(row_start, column + 1);
        if (!row_ends && column + 1 == columns) fail_ragged(row_start, columns + count_cells(at, chunk.rows_end));
        if (row_ends) break;
      }
    }
  }

  // Cells behind the comma at `at`, to the end of the row.
  std::size_t count_cells(const char* at, const char* end) const {
    std::size_t cells = 0;
    while (at != end && *at == ',') {
      const Cell cell = csv::take_cell(at + 1, end);
      check(cell);
      at = cell.next;
      ++cells;
    }
    return cells;
  }

  void parse_numbers() {
    const std::size_t columns = names_.size();
    std::vector<double*> out(columns);
    for (std::size_t c = 0; c < columns; ++c) out[c] = cells_[c].data();
    std::vector<std::vector<Tally>> tallies(chunks_.size(), std::vector<Tally>(columns));
    const char* const end = chunks_.back().rows_end;
    pool_.parallel_for(chunks_.size(), [&](std::size_t i) {
      std::vector<Tally>& tally = tallies[i];
      for_each_cell(chunks_[i], [&](std::size_t row, std::size_t column, const char* at) {
        double value = 0;
        const char* next = csv::parse_short_decimal(at, end, value);
        if (next != nullptr) {
          if (next != end && *next == '\r') ++next;
          if (next == end || *next != '\r') {
            out[column][row] = value;
            ++tally[column].numbers;
            return next;
          }
        }
        return parse_slowly(at, end, out[column][row], tally[column]);
      });
    });
    tallies_.assign(columns, {});
    for (const auto& of_chunk : tallies) {
      for (std::size_t c = 0; c < columns; ++c) tallies_[c].add(of_chunk[c]);
    }
  }

  const char* parse_slowly(const char* at, const char* end, double& out, Tally& tally) const {
    const Cell cell = csv::take_cell(at, end);
    check(cell);
    const auto [kind, value] = csv::parse_number(cell.text);
    out = value;
    tally.numbers += kind == NumberKind::number || kind == NumberKind::beyond_double;
    if (kind == NumberKind::beyond_double && tally.first_beyond == nullptr) tally.first_beyond = at;
    if (kind == NumberKind::not_a_number) {
      if (tally.others++ == 0) tally.first_other = at;
    }
    return cell.next;
  }

  // ---- columns

  // Throws the first error in the file that a numeric column has.
  void check_numeric_columns() const {
    const char* first = nullptr;
    std::size_t column = 0;
    for (std::size_t c = 0; c < names_.size(); ++c) {
      if (is_text(c)) continue;
      for (const char* at : {tallies_[c].first_other, tallies_[c].first_beyond}) {
        if (at != nullptr && (first == nullptr || at < first)) first = at, column = c;
      }
    }
    if (first == nullptr) return;
    const Cell cell = csv::take_cell(first, text_.data() + text_.size());
    if (first == tallies_[column].first_beyond) {
      fail(Error("a number that is infinite or beyond double precision")
               .expected("a finite number in column '" + names_[column] + "'")
               .got(cell.text)
               .hint("leave the cell empty if the value is unknown"),
           first);
    }
    fail(Error("not a number")
             .expected("a number in column '" + names_[column] + "'")
             .got(cell.text)
             .hint("--categorical " + names_[column] + " reads the column as text"),
         first);
  }

  bool is_text(std::size_t column) const { return forced_text_[column] || !tallies_[column].is_numeric(); }

  // Reads the text columns again: codes of each chunk's own dictionary first, then those of the sorted whole.
  void parse_texts() {
    check_numeric_columns();
    labels_.resize(names_.size());
    std::vector<std::size_t> text_columns;
    for (std::size_t c = 0; c < names_.size(); ++c) {
      if (is_text(c)) text_columns.push_back(c);
    }
    if (text_columns.empty()) return;
    using Dictionary = std::unordered_map<std::string, std::size_t>;
    std::vector<std::vector<Dictionary>> found(chunks_.size(), std::vector<Dictionary>(names_.size()));
    const char* const end = chunks_.back().rows_end;
    pool_.parallel_for(chunks_.size(), [&](std::size_t i) {
      for_each_cell(chunks_[i], [&](std::size_t row, std::size_t column, const char* at) {
        const Cell cell = csv::take_cell(at, end);
        if (is_text(column)) {
          Dictionary& words = found[i][column];
          const bool missing = csv::is_missing_text(cell.text);
          cells_[column][row] =
              missing ? kMissing
                      : static_cast<double>(words.try_emplace(csv::unescaped(cell), words.size()).first->second);
        }
        return cell.next;
      });
    });
    pool_.parallel_for(text_columns.size(), [&](std::size_t t) { merge_labels(text_columns[t], found); });
  }

  template <class Found>
  void merge_labels(std::size_t column, const Found& found) {
    std::set<std::string> all;
    for (const auto& of_chunk : found) {
      for (const auto& [word, code] : of_chunk[column]) all.insert(word);
    }
    labels_[column].assign(all.begin(), all.end());
    for (std::size_t i = 0; i < chunks_.size(); ++i) {
      std::vector<double> final_code(found[i][column].size());
      for (const auto& [word, code] : found[i][column]) {
        const auto at = std::lower_bound(labels_[column].begin(), labels_[column].end(), word);
        final_code[code] = static_cast<double>(at - labels_[column].begin());
      }
      const std::size_t rows_end = chunks_[i].first_row + chunks_[i].rows;
      for (std::size_t row = chunks_[i].first_row; row < rows_end; ++row) {
        double& cell = cells_[column][row];
        if (!is_missing(cell)) cell = final_code[static_cast<std::size_t>(cell)];
      }
    }
  }

  static ColumnKind kind_of_numbers(std::span<const double> cells) {
    double values[2] = {};
    std::size_t distinct = 0;
    bool whole = true;
    for (const double cell : cells) {
      if (is_missing(cell)) continue;
      whole = whole && std::trunc(cell) == cell;
      const bool known = (distinct > 0 && cell == values[0]) || (distinct > 1 && cell == values[1]);
      if (!known && distinct < 2) values[distinct] = cell;
      if (!known) ++distinct;
      if (distinct > 2 && !whole) return ColumnKind::numeric;
    }
    if (distinct == 0) return ColumnKind::numeric;
    if (distinct == 2) return ColumnKind::binary;
    return whole ? ColumnKind::integer : ColumnKind::numeric;
  }

  Table finish() {
    Schema schema(names_.size());
    pool_.parallel_for(names_.size(), [&](std::size_t c) {
      schema[c].name = names_[c];
      schema[c].labels = std::move(labels_[c]);
      if (!schema[c].is_text()) {
        schema[c].kind = kind_of_numbers(cells_[c]);
      } else {
        schema[c].kind = schema[c].labels.size() == 2 ? ColumnKind::binary : ColumnKind::categorical;
      }
    });
    return Table(std::move(schema), std::move(cells_));
  }

  std::string_view text_;
  const std::string& name_;
  const CsvOptions& options_;
  numeric::ThreadPool& pool_;
  std::vector<std::string> names_;
  std::set<std::string> seen_names_;
  std::vector<bool> forced_text_;
  std::vector<Chunk> chunks_;
  std::size_t rows_ = 0;
  std::vector<std::vector<double>> cells_;
  std::vector<Tally> tallies_;
  std::vector<std::vector<std::string>> labels_;
};

// The whole file in memory that is not cleared first.
struct Text {
  std::unique_ptr<char[]> bytes;
  std::size_t size = 0;
};

Text read_text(const std::string& path) {
  const auto file = files::open_inflated(path);
  std::size_t capacity = std::max<std::size_t>(static_cast<std::size_t>(file->size_hint()) + 1, 1 << 20);
  Text text{std::make_unique_for_overwrite<char[]>(capacity)};
  for (;;) {
    const auto space = std::as_writable_bytes(std::span(text.bytes.get() + text.size, capacity - text.size));
    text.size += file->read(space);
    if (text.size < capacity) return text;
    capacity += capacity / 2;
    auto larger = std::make_unique_for_overwrite<char[]>(capacity);
    std::copy_n(text.bytes.get(), text.size, larger.get());
    text.bytes = std::move(larger);
  }
}

}  // namespace

Table read_csv(const std::string& path, const CsvOptions& options, numeric::ThreadPool& pool, Observer& observer) {
  observer.step({.phase = "read " + path, .done = 0, .total = 1});
  const Text text = read_text(path);
  Table table = parse_csv({text.bytes.get(), text.size}, path, options, pool);
  observer.step({.phase = "read " + path, .done = 1, .total = 1});
  return table;
}

Table parse_csv(std::string_view text, const std::string& name, const CsvOptions& options, numeric::ThreadPool& pool) {
  return Reader(text, name, options, pool).read();
}

}  // namespace ballast::tabular
