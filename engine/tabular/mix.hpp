// Cells as bits that hash well: what rows are compared and recognised by.
#pragma once

#include <bit>
#include <cstdint>

#include "engine/tabular/table.hpp"

namespace ballast::tabular {

// Of equal cells the same: -0 is 0, and missing cells are one.
inline std::uint64_t cell_bits(double cell) {
  return is_missing(cell) ? 0x7ff8000000000000 : std::bit_cast<std::uint64_t>(cell + 0.0);
}

// The hash of a row so far, and of its next cell: SplitMix64 (Steele, Lea & Flood 2014).
inline std::uint64_t mix(std::uint64_t hash, std::uint64_t bits) {
  std::uint64_t x = hash + 0x9e3779b97f4a7c15 + bits;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

}  // namespace ballast::tabular
