// How the cells of a column lie in a table file: as float64, or as codes of 1, 2 or 4 bytes on a grid,
// cell = (first + code) / 10^places. Labels and whole numbers are codes with 0 places, cents with 2. A column is packed
// only if each cell comes back bit for bit; the code of all ones is a missing cell, the one below it -0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace ballast::tabular::binary {

struct ColumnLayout {
  static constexpr std::uint8_t kFloat64 = 8;  // bytes: cells as they are
  static constexpr std::uint8_t kMostPlaces = 6;

  std::uint8_t width = kFloat64;  // bytes a cell
  std::uint8_t places = 0;
  double first = 0;  // whole, below 2^53

  bool operator==(const ColumnLayout&) const = default;
  // Whether a file may hold it.
  bool is_sound() const;
};

// The narrowest of `cells`, which hold no infinity.
ColumnLayout layout_of(std::span<const double> cells);

// Cells to bytes and back; bytes.size() == cells.size() * layout.width.
void pack(std::span<const double> cells, const ColumnLayout& layout, std::span<std::byte> bytes);
void unpack(std::span<const std::byte> bytes, const ColumnLayout& layout, std::span<double> cells);

}  // namespace ballast::tabular::binary
