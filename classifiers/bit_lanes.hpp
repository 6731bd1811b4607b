// What BitPredictor does to 64 rows at once: compare 64 codes, and look 64 leaf values up. With AVX-512 in vector
// registers, otherwise as plain loops, which are the twins. Include from .cpp files only.
#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__AVX512BW__) && defined(__AVX512F__)
#include <immintrin.h>
#endif

namespace ballast::classifiers {

inline constexpr std::size_t kBitRows = 64;    // one bit each in a word
inline constexpr std::size_t kBitLevels = 6;   // of splits
inline constexpr std::size_t kBitLeaves = 64;  // 2^kBitLevels

// Bit r: whether codes[r] > limit.
inline std::uint64_t above_slowly(const std::uint8_t* codes, std::uint8_t limit) {
  std::uint64_t bits = 0;
  for (std::size_t r = 0; r < kBitRows; ++r) bits |= std::uint64_t{codes[r] > limit} << r;
  return bits;
}

// sums[r] += values[n], where bit d of n is bit r of path[d], d < levels.
inline void add_values_slowly(const std::uint64_t* path, std::size_t levels, const float* values, float* sums) {
  for (std::size_t r = 0; r < kBitRows; ++r) {
    std::size_t leaf = 0;
    for (std::size_t d = 0; d < levels; ++d) leaf |= (path[d] >> r & 1) << d;
    sums[r] += values[leaf];
  }
}

#if defined(__AVX512BW__) && defined(__AVX512F__)

inline std::uint64_t above(const std::uint8_t* codes, std::uint8_t limit) {
  return _mm512_cmpgt_epu8_mask(_mm512_loadu_si512(codes), _mm512_set1_epi8(static_cast<char>(limit)));
}

inline void add_values(const std::uint64_t* path, std::size_t levels, const float* values, float* sums) {
  __m512i leaf = _mm512_setzero_si512();
  for (std::size_t d = 0; d < levels; ++d) {
    leaf = _mm512_mask_add_epi8(leaf, path[d], leaf, _mm512_set1_epi8(static_cast<char>(1 << d)));
  }
  alignas(64) std::uint8_t leaves[kBitRows];
  _mm512_store_si512(leaves, leaf);
  const __m512 a = _mm512_loadu_ps(values), b = _mm512_loadu_ps(values + 16);
  const __m512 c = _mm512_loadu_ps(values + 32), d = _mm512_loadu_ps(values + 48);
  for (std::size_t r = 0; r < kBitRows; r += 16) {
    const __m512i at = _mm512_maskz_cvtepu8_epi32(0xffff, _mm_load_si128(reinterpret_cast<const __m128i*>(leaves + r)));
    const __mmask16 upper = _mm512_test_epi32_mask(at, _mm512_set1_epi32(32));
    const __m512 low = _mm512_permutex2var_ps(a, at, b), high = _mm512_permutex2var_ps(c, at, d);
    _mm512_storeu_ps(sums + r, _mm512_add_ps(_mm512_loadu_ps(sums + r), _mm512_mask_blend_ps(upper, low, high)));
  }
}

#else

inline std::uint64_t above(const std::uint8_t* codes, std::uint8_t limit) {
  return above_slowly(codes, limit);
}
inline void add_values(const std::uint64_t* path, std::size_t levels, const float* values, float* sums) {
  add_values_slowly(path, levels, values, sums);
}

#endif

}  // namespace ballast::classifiers
