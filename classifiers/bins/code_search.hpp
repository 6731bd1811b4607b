// CodeSearch: how many of at most 255 ascending edges are at or below x: the code of a value. 16 edges that cut the
// others in blocks of 16 are compared at once, then those of one block: two vector comparisons, no branch, no gather.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace ballast::classifiers {

class CodeSearch {
 public:
  // missing: the code of NaN.
  CodeSearch(std::span<const double> edges, std::uint8_t missing);

  // The codes of x[0], x[stride], ..., `count` of them.
  void operator()(const double* x, std::size_t stride, std::size_t count, std::uint8_t* codes) const;

 private:
  static constexpr std::size_t kBlock = 16;

  alignas(64) std::array<double, kBlock * kBlock> edges_;  // the last is never in use
  alignas(64) std::array<double, kBlock> last_of_block_;
  std::uint8_t missing_;
};

}  // namespace ballast::classifiers
