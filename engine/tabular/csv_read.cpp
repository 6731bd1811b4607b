// How a file becomes columns:
//   1. cut the bytes in chunks of 1 MiB and count the quotes in each, so that it is known which chunks begin inside a
//      quoted cell; count the rows of each from its unquoted line feeds;
//   2. parse all chunks at once, every cell as a number, straight into its place in the columns; count what is none;
//   3. decide for each column: numbers, text, or an error; parse the text columns again, into dictionaries.
// Chunks do not depend on the number of threads, and the error reported is the first in the file.
#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/error.hpp"
#include "engine/numeric/huge_pages.hpp"
#include "engine/tabular/csv.hpp"
#include "engine/tabular/csv_cells.hpp"
#include "engine/tabular/csv_chunks.hpp"
#include "engine/tabular/csv_dates.hpp"
#include "engine/tabular/csv_header.hpp"
#include "engine/tabular/csv_source.hpp"

namespace ballast::tabular {
namespace {

using csv::Cell;
using csv::Chunk;
using csv::NumberKind;

constexpr double kLeastNumeric = 0.99;  // of a column's non-missing cells, for it to be numeric

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
  Reader(csv::Source source, const CsvOptions& options, numeric::ThreadPool& pool)
      : source_(source), options_(options), pool_(pool) {}

  Table read() {
    csv::Header header = csv::read_header(source_);
    names_ = std::move(header.names);
    forced_text_ = csv::forced_text(names_, options_, source_.name);
    date_formats_ = csv::date_formats(names_, options_, source_.name);
    end_ = source_.end();
    while (end_ != header.data && (end_[-1] == '\n' || end_[-1] == '\r')) --end_;
    if (header.data == end_) {
      throw Error("the file has a header but no rows").in(source_.name).expected("at least one row below the header");
    }
    chunks_ = csv::find_chunks(source_, header.data, end_, pool_);
    require_bytes(static_cast<std::size_t>(end_ - header.data));
    allocate();
    parse_numbers();
    parse_texts();
    return finish();
  }

 private:
  std::size_t rows() const { return chunks_.back().first_row + chunks_.back().rows; }

  // A row takes a byte a cell at least, its comma or line feed (the last has none). Where there are fewer, a row is
  // short, and is found before memory for all cells is taken.
  void require_bytes(std::size_t bytes) const {
    if (rows() <= (bytes + 1) / names_.size()) return;
    for (const Chunk& chunk : chunks_) {
      csv::for_each_cell(source_, chunk, names_.size(), [&](std::size_t, std::size_t, const char* at) {
        const Cell cell = csv::take_cell(at, end_);
        source_.check(cell);
        return cell.next;
      });
    }
  }

  // ---- numbers

  void allocate() {
    const std::size_t rows = this->rows();
    cells_.resize(names_.size());
    for (std::vector<double>& column : cells_) {
      column.reserve(rows);
      numeric::prefer_huge_pages(column.data(), rows * sizeof(double));
    }
    pool_.parallel_for(names_.size(), [&](std::size_t c) { cells_[c].resize(rows); });
  }

  void parse_numbers() {
    const std::size_t columns = names_.size();
    std::vector<double*> out(columns);
    for (std::size_t c = 0; c < columns; ++c) out[c] = cells_[c].data();
    std::vector<std::vector<Tally>> tallies(chunks_.size());  // of chunks in which rows start
    const char* const end = end_;
    pool_.parallel_for(chunks_.size(), [&](std::size_t i) {
      std::vector<Tally>& tally = tallies[i];
      if (chunks_[i].rows != 0) tally.resize(columns);
      csv::for_each_cell(source_, chunks_[i], names_.size(), [&](std::size_t row, std::size_t column, const char* at) {
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
      for (std::size_t c = 0; c < of_chunk.size(); ++c) tallies_[c].add(of_chunk[c]);
    }
  }

  const char* parse_slowly(const char* at, const char* end, double& out, Tally& tally) const {
    const Cell cell = csv::take_cell(at, end);
    source_.check(cell);
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
    const Cell cell = csv::take_cell(first, source_.end());
    if (first == tallies_[column].first_beyond) {
      source_.fail(Error("a number that is infinite or beyond double precision")
                       .expected("a finite number in column '" + names_[column] + "'")
                       .got(cell.text)
                       .hint("leave the cell empty if the value is unknown"),
                   first);
    }
    source_.fail(Error("not a number")
                     .expected("a number in column '" + names_[column] + "'")
                     .got(cell.text)
                     .hint("--categorical " + names_[column] + " reads the column as text"),
                 first);
  }

  bool is_text(std::size_t column) const {
    return forced_text_[column] || !date_formats_[column].empty() || !tallies_[column].is_numeric();
  }

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
    std::vector<std::vector<Dictionary>> found(chunks_.size());  // of chunks in which rows start
    const char* const end = end_;
    pool_.parallel_for(chunks_.size(), [&](std::size_t i) {
      if (chunks_[i].rows != 0) found[i].resize(names_.size());
      csv::for_each_cell(source_, chunks_[i], names_.size(), [&](std::size_t row, std::size_t column, const char* at) {
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
      if (of_chunk.empty()) continue;
      for (const auto& [word, code] : of_chunk[column]) all.insert(word);
    }
    labels_[column].assign(all.begin(), all.end());
    for (std::size_t i = 0; i < chunks_.size(); ++i) {
      if (found[i].empty()) continue;
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

  // Turns text columns that hold dates into numbers.
  void parse_dates() {
    labels_.resize(names_.size());
    for (std::size_t c = 0; c < names_.size(); ++c) {
      if (labels_[c].empty() || forced_text_[c]) continue;
      const auto where = [&](std::size_t label) { return place_of(c, labels_[c][label]); };
      date_formats_[c] = csv::read_dates(source_, names_[c], date_formats_[c], labels_[c], cells_[c], where);
      if (!date_formats_[c].empty()) labels_[c].clear();
    }
  }

  // The first cell of a column that holds this text.
  const char* place_of(std::size_t column, const std::string& label) const {
    const char* place = nullptr;
    for (const Chunk& chunk : chunks_) {
      csv::for_each_cell(source_, chunk, names_.size(), [&](std::size_t, std::size_t c, const char* at) {
        const Cell cell = csv::take_cell(at, end_);
        if (c == column && place == nullptr && csv::unescaped(cell) == label) place = at;
        return cell.next;
      });
      if (place != nullptr) break;
    }
    return place;
  }

  Table finish() {
    parse_dates();
    Schema schema(names_.size());
    pool_.parallel_for(names_.size(), [&](std::size_t c) {
      schema[c].name = names_[c];
      schema[c].labels = std::move(labels_[c]);
      schema[c].format = date_formats_[c];
      if (!schema[c].format.empty()) {
        schema[c].kind = ColumnKind::date;
      } else if (!schema[c].is_text()) {
        schema[c].kind = kind_of_numbers(cells_[c]);
      } else {
        schema[c].kind = schema[c].labels.size() == 2 ? ColumnKind::binary : ColumnKind::categorical;
      }
    });
    return Table(std::move(schema), std::move(cells_));
  }

  csv::Source source_;
  const CsvOptions& options_;
  numeric::ThreadPool& pool_;
  std::vector<std::string> names_;
  std::vector<bool> forced_text_;
  std::vector<std::string> date_formats_;  // empty: no date
  const char* end_ = nullptr;              // of the rows
  std::vector<Chunk> chunks_;
  std::vector<std::vector<double>> cells_;
  std::vector<Tally> tallies_;
  std::vector<std::vector<std::string>> labels_;
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
