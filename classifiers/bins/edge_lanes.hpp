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
inline unsigned edges_up_to_slowly(const double* edges, double x) {
  unsigned count = 0;
  for (std::size_t i = 0; i < kEdgeLanes; ++i) count += edges[i] <= x ? 1 : 0;
  return count;
}

inline unsigned edges_up_to(const double* edges, double x) {
#if defined(__AVX512F__)
  const __m512d value = _mm512_set1_pd(x);
  const auto mask = [&](const double* half) {
    return unsigned{_mm512_cmp_pd_mask(_mm512_load_pd(half), value, _CMP_LE_OQ)};
  };
  return static_cast<unsigned>(std::popcount(mask(edges) | mask(edges + 8) << 8));
#elif defined(__AVX2__)
  const __m256d value = _mm256_set1_pd(x);
  const auto mask = [&](const double* quarter) {
    return static_cast<unsigned>(_mm256_movemask_pd(_mm256_cmp_pd(_mm256_load_pd(quarter), value, _CMP_LE_OQ)));
  };
  const unsigned low = mask(edges) | mask(edges + 4) << 4, high = mask(edges + 8) | mask(edges + 12) << 4;
  return static_cast<unsigned>(std::popcount(low | high << 8));
#else
  return edges_up_to_slowly(edges, x);
#endif
}

}  // namespace ballast::classifiers
