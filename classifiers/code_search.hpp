// CodeSearch: how many of at most 255 ascending edges are at or below x: the code of a value, for 16 values side by
// side. 16 edges that cut the others in blocks of 16 are counted for all lanes at once, then each lane counts within
// its block. No branch, and no gather.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace ballast::classifiers {

class CodeSearch {
 public:
  static constexpr std::size_t kLanes = 16;

  // missing: the code of NaN.
  CodeSearch(std::span<const float> edges, std::uint8_t missing) : missing_(missing) {
    assert(edges.size() < kEdges);
    edges_.fill(std::numeric_limits<float>::quiet_NaN());  // below no x, an infinite one included
    std::copy(edges.begin(), edges.end(), edges_.begin());
    while (blocks_ * kBlock < edges.size()) last_of_block_[blocks_] = edges_[blocks_ * kBlock + kBlock - 1], ++blocks_;
  }
  // x and codes: kLanes of them.
  void operator()(const float* x, std::uint8_t* codes) const {
    std::int32_t block[kLanes] = {};
    for (std::size_t b = 0; b < blocks_; ++b) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) block[lane] += last_of_block_[b] <= x[lane] ? 1 : 0;
    }
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const float* const edges = edges_.data() + block[lane] * static_cast<std::int32_t>(kBlock);
      std::int32_t within = 0;
      for (std::size_t i = 0; i < kBlock; ++i) within += edges[i] <= x[lane] ? 1 : 0;
      const auto code = static_cast<std::uint8_t>(block[lane] * static_cast<std::int32_t>(kBlock) + within);
      codes[lane] = x[lane] != x[lane] ? missing_ : code;
    }
  }

 private:
  static constexpr std::size_t kBlock = 16, kEdges = kBlock * kBlock;

  alignas(64) std::array<float, kEdges> edges_;
  std::array<float, kBlock> last_of_block_;
  std::size_t blocks_ = 0;
  std::uint8_t missing_;
};

}  // namespace ballast::classifiers
