// What writing and reading a table file share. Internal to engine/tabular/binary.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/tabular/table_blocks.hpp"

namespace ballast::tabular::binary {

// As that of archives: a byte beyond ASCII and a line end of each sort.
inline constexpr std::string_view kTableMagic =
    "\x89"
    "BTAB\r\n\x1a";
inline constexpr std::uint32_t kTableVersion = 1;
inline constexpr std::size_t kTableHead = 8 + 4 + 4 + 8;  // bytes

inline constexpr std::size_t kBlockRows = TableBlocks::kRows;  // of float64: 128 KiB, for the cache

inline std::size_t block_count(std::size_t rows) {
  return (rows + kBlockRows - 1) / kBlockRows;
}
inline std::size_t rows_of_block(std::size_t block, std::size_t rows) {
  return std::min(kBlockRows, rows - block * kBlockRows);
}

}  // namespace ballast::tabular::binary
