// Table: named columns of float64, so that CSV cells come back exactly; a dictionary for text; NaN where a cell is
// missing; and for each row where it came from.
//
// One representation for all kinds keeps readers simple: a numeric or integer cell is its value; a categorical (or
// text-valued binary) cell is the index of its label in Column::labels; a missing cell is NaN (infinities and NaN are
// refused on input, so NaN can mean nothing else).
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::tabular {

// numeric      any finite double
// integer      every non-missing cell is a whole number
// binary       exactly two distinct non-missing values; with labels if they are text, else two numbers
// categorical  text: cells index `labels`
// date         seconds since 1970-01-01 UTC, written as `format` says (date_format.hpp)
enum class ColumnKind : std::uint8_t { numeric, integer, binary, categorical, date };

std::string_view to_string(ColumnKind kind);

// What a column is, without its cells. Two tables with equal schemas can be appended to one another.
struct ColumnSchema {
  std::string name;
  ColumnKind kind = ColumnKind::numeric;
  std::vector<std::string> labels;  // sorted; empty unless cells are text
  std::string format = {};          // how cells are written; empty: as plain numbers or labels

  bool is_text() const { return !labels.empty(); }
  bool operator==(const ColumnSchema&) const = default;
};

using Schema = std::vector<ColumnSchema>;

inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
inline bool is_missing(double cell) {
  return std::isnan(cell);
}

// Where a row came from. A real row: its number in the file, from 0. A synthetic row: the generator's checksum
// (its first 8 bytes), the seed, and the row number k, from which it can be made again alone.
struct RowOrigin {
  std::uint64_t model = 0;  // 0: a real row
  std::uint64_t seed = 0;
  std::uint64_t row = 0;

  bool is_real() const { return model == 0; }
  bool operator==(const RowOrigin&) const = default;
};

class Table {
 public:
  Table() = default;
  // A table of `rows` missing cells and real origins 0 .. rows - 1.
  Table(Schema schema, std::size_t rows);
  // A table that takes over the cells: one vector a column, all of one length, which is the number of rows.
  Table(Schema schema, std::vector<std::vector<double>> cells);

  std::size_t rows() const { return origins_.size(); }
  std::size_t columns() const { return schema_.size(); }
  const Schema& schema() const { return schema_; }

  // The cells of one column, length rows().
  std::span<double> column(std::size_t index) { return cells_[index]; }
  std::span<const double> column(std::size_t index) const { return cells_[index]; }
  std::span<RowOrigin> origins() { return origins_; }
  std::span<const RowOrigin> origins() const { return origins_; }

  // The line of its file on which a row begins, from 1: two below the row's number there, unless set_lines says
  // otherwise (cells with line breaks, blank lines).
  std::size_t line(std::size_t row) const;
  // lines: of all rows of the file, by their number there.
  void set_lines(std::vector<std::size_t> lines);

  // The values that made rows keep to, ascending, where they were learned from more rows than these (levels.hpp); else
  // empty.
  std::span<const double> levels(std::size_t column) const;
  void set_levels(std::size_t column, std::vector<double> levels);

  // The index of the column called `name`. find: nullopt if there is none. index_of: throws Error that names the
  // nearest.
  std::optional<std::size_t> find(std::string_view name) const;
  std::size_t index_of(std::string_view name) const;

  // A copy of the rows given by number, in that order (repeats allowed), or of the columns given by index.
  Table take_rows(std::span<const std::size_t> rows) const;
  Table take_columns(std::span<const std::size_t> columns) const;
  // A copy without the named columns. Throws Error on an unknown name.
  Table drop(std::span<const std::string> names) const;
  // Adds the rows of `other` below. Throws Error if the schemas differ (labels included).
  void append(const Table& other);

 private:
  Schema schema_;
  std::vector<std::vector<double>> cells_;  // one vector a column
  std::vector<RowOrigin> origins_;
  std::shared_ptr<const std::vector<std::size_t>> lines_;
  std::vector<std::shared_ptr<const std::vector<double>>> levels_;  // one a column, or none at all
};

}  // namespace ballast::tabular
