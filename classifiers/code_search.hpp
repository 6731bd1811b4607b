// CodeSearch: how many of at most 255 ascending edges are at or below x: the code of a value. 16 edges that cut the
// others in blocks of 16 are compared at once, then those of one block: two vector comparisons, no branch, no gather.
// Include from .cpp files only.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace ballast::classifiers {

inline constexpr std::size_t kEdgeBlock = 16;

// How many of kEdgeBlock edges, aligned to 64 bytes, are at or below x. Twin of the vector forms.
inline unsigned edges_up_to_slowly(const float* edges, float x) {
  unsigned count = 0;
  for (std::size_t i = 0; i < kEdgeBlock; ++i) count += edges[i] <= x ? 1 : 0;
  return count;
}

inline unsigned edges_up_to(const float* edges, float x) {
#if defined(__AVX512F__)
  const unsigned mask = _mm512_cmp_ps_mask(_mm512_load_ps(edges), _mm512_set1_ps(x), _CMP_LE_OQ);
  return static_cast<unsigned>(std::popcount(mask));
#elif defined(__AVX2__)
  const __m256 value = _mm256_set1_ps(x);
  const auto mask = [&](const float* half) {
    return static_cast<unsigned>(_mm256_movemask_ps(_mm256_cmp_ps(_mm256_load_ps(half), value, _CMP_LE_OQ)));
  };
  return static_cast<unsigned>(std::popcount(mask(edges) | mask(edges + 8) << 8));
#else
  return edges_up_to_slowly(edges, x);
#endif
}

class CodeSearch {
 public:
  // missing: the code of NaN.
  CodeSearch(std::span<const float> edges, std::uint8_t missing) : missing_(missing) {
    assert(edges.size() < kEdges);
    edges_.fill(std::numeric_limits<float>::quiet_NaN());  // below no x, an infinite one included
    std::copy(edges.begin(), edges.end(), edges_.begin());
    for (std::size_t b = 0; b < kEdgeBlock; ++b) last_of_block_[b] = edges_[b * kEdgeBlock + kEdgeBlock - 1];
  }
  std::uint8_t operator()(float x) const {
    const auto before = static_cast<unsigned>(kEdgeBlock) * edges_up_to(last_of_block_.data(), x);
    const unsigned code = before + edges_up_to(edges_.data() + before, x);
    return x != x ? missing_ : static_cast<std::uint8_t>(code);
  }

 private:
  static constexpr std::size_t kEdges = kEdgeBlock * kEdgeBlock;  // the last is never in use

  alignas(64) std::array<float, kEdges> edges_;
  alignas(64) std::array<float, kEdgeBlock> last_of_block_;
  std::uint8_t missing_;
};

}  // namespace ballast::classifiers
