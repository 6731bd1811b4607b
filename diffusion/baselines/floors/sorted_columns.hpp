// The columns of a table, each sorted by itself with missing cells last: all that is known of every column, and nothing
// of which cells stood in one row.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/files/archive.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::diffusion {

class SortedColumns {
 public:
  SortedColumns() = default;
  // Requires rows and columns.
  explicit SortedColumns(const tabular::Table& rows);

  const tabular::Schema& schema() const { return cells_.schema(); }
  std::size_t columns() const { return cells_.columns(); }
  std::size_t rows() const { return cells_.rows(); }
  // The cell at share u of the column's order; every learned cell has the same share. Requires 0 <= u < 1.
  double cell(std::size_t column, double u) const;
  // The shares that a value of the column takes up, in units of one row: first .. last.
  struct Span {
    double first, last;
  };
  Span span(std::size_t column, double cell) const;

  void save(const files::ArchiveWriter& out) const;
  static SortedColumns load(const files::ArchiveReader& in);

 private:
  tabular::Table cells_;  // column by column; its rows mean nothing
};

}  // namespace ballast::diffusion
