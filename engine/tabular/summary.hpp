// What a table says of itself before anything is learned: which of its rows are equal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/tabular/table.hpp"

namespace ballast::tabular {

// Exactly equal rows of a table (missing cells are equal to one another, 0 and -0 too).
// Cost: a sort of the rows' hashes.
class DuplicateFinder {
 public:
  explicit DuplicateFinder(const Table& table);
  // Rows beyond the first of each set of equal rows.
  std::size_t duplicate_rows() const { return duplicate_rows_; }
  // Of each of the rows `test`, whether it has an equal one among the rows `train`.
  std::vector<std::uint8_t> among(std::span<const std::size_t> test, std::span<const std::size_t> train) const;

 private:
  std::vector<std::uint32_t> group_;  // equal rows share a number
  std::size_t groups_ = 0, duplicate_rows_ = 0;
};

}  // namespace ballast::tabular
