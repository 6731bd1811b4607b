// What CodeSearch does at once: compare a value with 16 edges. In vector registers of AVX-512 or AVX2, otherwise as a
// plain loop, which is the twin. Include from .cpp files only.
#pragma once

#include <bit>
#include <cstddef>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace ballast::classifiers {

inline constexpr std::size_t kEdgeLanes = 16;

// How many of kEdgeLanes edges, aligned to 64 bytes, are at or below x.
inline unsigned edges_up_to_slowly(const float* edges, float x) {
  unsigned count = 0;
  for (std::size_t i = 0; i < kEdgeLanes; ++i) count += edges[i] <= x ? 1 : 0;
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

}  // namespace ballast::classifiers
