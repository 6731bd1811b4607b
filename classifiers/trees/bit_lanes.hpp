// What BitPredictor does to 64 rows at once: compare 64 codes, and look 64 leaf values up. In vector registers of
// AVX-512 or AVX2, otherwise as plain loops, which are the twins. Include from .cpp files only.
#pragma once

#include <cstddef>
#include <cstdint>

#include "classifiers/trees/bit_predictor.hpp"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace ballast::classifiers {

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

#elif defined(__AVX2__)

inline std::uint64_t above(const std::uint8_t* codes, std::uint8_t limit) {
  const __m256i most = _mm256_set1_epi8(static_cast<char>(limit));
  const auto at_most = [&](const std::uint8_t* half) {
    const __m256i code = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(half));
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(code, most), code)));
  };
  return ~(at_most(codes) | std::uint64_t{at_most(codes + 32)} << 32);
}

// The leaf's number of 32 rows, a byte each; shift: of their bits in the path.
inline __m256i leaves_of(const std::uint64_t* path, std::size_t levels, unsigned shift) {
  const __m256i byte_of_row = _mm256_set_epi64x(0x0303030303030303, 0x0202020202020202, 0x0101010101010101, 0);
  const __m256i bit_of_row = _mm256_set1_epi64x(static_cast<long long>(0x8040201008040201u));
  __m256i leaf = _mm256_setzero_si256();
  for (std::size_t d = 0; d < levels; ++d) {
    const __m256i bits = _mm256_set1_epi32(static_cast<int>(path[d] >> shift));
    const __m256i own = _mm256_and_si256(_mm256_shuffle_epi8(bits, byte_of_row), bit_of_row);
    const __m256i right = _mm256_cmpeq_epi8(own, bit_of_row);
    leaf = _mm256_or_si256(leaf, _mm256_and_si256(right, _mm256_set1_epi8(static_cast<char>(1 << d))));
  }
  return leaf;
}

// values[leaf] of 8 rows: looked up in eight registers by the low three bits, chosen among these by the upper three.
inline __m256 values_of(__m256i leaf, const __m256* eighths) {
  __m256 found[8];
  for (int e = 0; e < 8; ++e) found[e] = _mm256_permutevar8x32_ps(eighths[e], leaf);
  for (int bit = 3, left = 4; left > 0; ++bit, left /= 2) {
    const __m256 upper = _mm256_castsi256_ps(_mm256_sll_epi32(leaf, _mm_cvtsi32_si128(31 - bit)));
    for (int e = 0; e < left; ++e) found[e] = _mm256_blendv_ps(found[2 * e], found[2 * e + 1], upper);
  }
  return found[0];
}

inline void add_values(const std::uint64_t* path, std::size_t levels, const float* values, float* sums) {
  __m256 eighths[8];
  for (std::size_t e = 0; e < 8; ++e) eighths[e] = _mm256_loadu_ps(values + 8 * e);
  alignas(32) std::uint8_t leaves[kBitRows];
  for (const unsigned half : {0u, 32u}) {
    _mm256_store_si256(reinterpret_cast<__m256i*>(leaves + half), leaves_of(path, levels, half));
  }
  for (std::size_t r = 0; r < kBitRows; r += 8) {
    const __m256i leaf = _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(leaves + r)));
    _mm256_storeu_ps(sums + r, _mm256_add_ps(_mm256_loadu_ps(sums + r), values_of(leaf, eighths)));
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
