// CodeSet: a set of bin codes, one bit each; the labels that a split sends left.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace ballast::classifiers {

struct CodeSet {
  std::array<std::uint64_t, 4> words{};  // 256 codes

  void insert(std::size_t code) noexcept { words[code / 64] |= std::uint64_t{1} << (code % 64); }
  void erase(std::size_t code) noexcept { words[code / 64] &= ~(std::uint64_t{1} << (code % 64)); }
  void fill() noexcept { words.fill(~std::uint64_t{0}); }
  bool contains(std::size_t code) const noexcept { return (words[code / 64] >> (code % 64) & 1) != 0; }
  bool operator==(const CodeSet&) const = default;
};

}  // namespace ballast::classifiers
