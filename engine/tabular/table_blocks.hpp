// TableBlocks: a table on a disk that is read a block of rows at a time, and of its columns those alone that are asked
// for: for work on more rows than memory holds.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "engine/tabular/table.hpp"

namespace ballast::tabular {

class TableBlocks {
 public:
  static constexpr std::size_t kRows = std::size_t{1} << 14;  // of a block, but for the last

  virtual ~TableBlocks() = default;
  virtual const Schema& schema() const = 0;
  virtual std::size_t rows() const = 0;
  std::size_t blocks() const { return (rows() + kRows - 1) / kRows; }

  // The columns given by index, in that order. Rows know their numbers, and no lines. Throws Error where it cannot be
  // read. Threads: any number of blocks at a time.
  virtual Table block(std::size_t block, std::span<const std::size_t> columns) const = 0;
  // The lines of the file's rows, to a table of some of them.
  virtual void give_lines(Table& table) const = 0;
};

// The number of the column called `name`. Throws Error if there is none.
std::size_t column_index(const TableBlocks& blocks, std::string_view name);

}  // namespace ballast::tabular
