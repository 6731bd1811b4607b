// How the rows of a CSV text become columns, in two passes:
//   1. parse all chunks at once, every cell as a number, straight into its place in the columns; count what is none
//      (csv_numbers.cpp);
//   2. decide for each column: numbers, text, or an error; parse the text columns again, into dictionaries
//      (csv_kinds.cpp).
// Chunks do not depend on the number of threads, and the error reported is the first in the file.
// Internal to engine/tabular.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/observer.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/csv/csv_styles.hpp"
#include "engine/tabular/csv/csv_texts.hpp"
#include "engine/tabular/csv/number_kinds.hpp"

namespace ballast::tabular::csv {

inline constexpr double kLeastNumeric = 0.99;  // of a column's non-missing cells, for it to be numeric

// What the cells of one column in one chunk look like.
struct Tally {
  std::size_t numbers = 0, others = 0;
  std::size_t padded = 0;     // numbers with zeros in front
  std::size_t long_ones = 0;  // whole numbers of more digits than a double has
  const char* first_other = nullptr;
  const char* first_beyond = nullptr;

  void add(const Tally& later) {
    numbers += later.numbers;
    others += later.others;
    padded += later.padded;
    long_ones += later.long_ones;
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
  Reader(std::string_view text, const std::string& name, const CsvOptions& options, numeric::ThreadPool& pool,
         Observer& observer)
      : rows_{{text, name}, nullptr, {}, {}}, options_(options), pool_(pool), observer_(observer) {}

  // as_read: how the text turns out to be written, if asked for. Once.
  Table read(CsvFormat* as_read);
  // The rows from `data` to the end of the text, which begins on line `first_line`, by rules that a schema gives to all
  // columns that are not skipped: a cell that its column's rule does not read is an error, though all rows together
  // might show another style. No columns where there is no row. Once. The rows know no lines.
  Table read_rows(const std::vector<ColumnRule>& columns, Marks marks, std::size_t first_line, const char* data);

 private:
  std::size_t rows() const { return rows_.chunks.back().first_row + rows_.chunks.back().rows; }
  std::size_t columns() const { return rows_.columns.size(); }

  // ---- rows and numbers

  Table parse_rows(bool counts_decimals);
  // Rows of delimiters alone at the end are no rows.
  void pass_empty_rows(const char* data);
  // False if there are none.
  bool find_rows(const char* data);
  // A row takes one byte per cell at least, its delimiter or line feed (the last has none). Where there are fewer, a
  // row is short, and is found before memory for all cells is taken.
  void require_bytes(std::size_t bytes) const;
  bool is_skipped(std::size_t column) const { return rows_.columns[column].reading == Reading::skipped; }
  void allocate();
  void parse_numbers();
  // Numbers that mean a missing cell, such as -999, were read the fast way.
  void forget_missing_numbers(std::size_t column);
  static double parse_slowly(const ColumnRule& rule, const Cell& cell, const char* at, char decimal, Tally& tally);

  // ---- kinds

  // Which columns are numbers, text or dates. Throws the first error in the file that a numeric column has.
  void decide_kinds();
  // Whole numbers that a double would not keep: with zeros in front, or of too many digits.
  bool holds_codes(std::size_t column) const {
    return tallies_[column].padded + tallies_[column].long_ones > 0 && all_whole(cells_[column]);
  }
  // Columns whose cells are numbers, but not written plainly. `wanted`: those whose cells are codes of labels.
  void read_styles(std::vector<bool>& wanted);
  // Columns whose points may part thousands, as their values and first rows have it.
  std::vector<bool> doubtful_points(const std::vector<bool>& wanted) const;
  bool is_doubtful(std::size_t column, const PointUses& uses) const;
  // Throws where a column of a part of a file is doubtful, and no other shows what points are.
  void refuse_doubtful(const std::vector<bool>& wanted) const;
  // Where some numbers have a decimal comma, 1.234 in other columns may be a thousand; where none has, the points of
  // other columns are decimal. Where some are not written as they were learned, others may not be either.
  void look_at_others(StyleGuess& guess, std::vector<bool>& wanted, const std::vector<bool>& doubtful);
  // The same decimal mark in all columns of a later file, or in none another than was learned: rows that come one by
  // one could not tell otherwise.
  void refuse_mixed_marks(const StyleGuess& guess, std::size_t column, const NumberStyle& style) const;
  bool is_learned_number(std::size_t column) const { return rows_.columns[column].reading == Reading::number; }
  // Cells of labels become numbers.
  void take_style(std::size_t column, NumberStyle style);
  [[noreturn]] void fail_ambiguous(std::size_t column) const;
  const char* cell_at(std::size_t row, std::size_t column) const;  // slow: for an error
  void refuse_second_header() const;
  void check_numbers() const;
  // Turns text columns that hold dates into numbers.
  void parse_dates();
  // Throws where the decimal mark that was asked for turns numbers into text, and no column shows it.
  void refuse_decimal() const;
  // What a user should know of a column that is read as text.
  std::vector<std::string> no_numbers(std::size_t column) const;
  std::size_t cells_that_hold(std::size_t column, const std::vector<std::string>& some) const;
  void note_text(std::size_t column);
  ColumnSchema schema_of(std::size_t column);
  // How many digits the cells of each column of numbers have behind the mark, where all have as many.
  void look_at_decimals();
  Table finish();

  Rows rows_;
  const CsvOptions& options_;
  numeric::ThreadPool& pool_;
  Observer& observer_;
  bool strict_ = false;  // columns are as their rules say, and no style is looked for
  CsvFormat format_;     // as the file turns out to be written
  Cells cells_;
  std::vector<Tally> tallies_;
  std::vector<bool> is_text_;
  Labels labels_;
};

}  // namespace ballast::tabular::csv
