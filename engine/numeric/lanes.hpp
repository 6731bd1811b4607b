// One vector register of T, for the few kernels that need to say what stays in registers: load, store, broadcast and
// fused multiply-add, and turning a square. 512 bits where AVX-512 is there, else 256 where AVX2 is, else one plain
// number. Every lane does what std::fma does, so the width changes no bit. Not for installed interfaces: include from
// .cpp files only.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "engine/numeric/vectorise.hpp"

#if defined(__AVX512F__) || (defined(__AVX2__) && defined(__FMA__))
#include <immintrin.h>
#endif

namespace ballast::numeric {

template <class T>
struct Lanes;

#if defined(__AVX512F__)

inline constexpr std::size_t kRegisters = 32;

template <>
struct Lanes<float> {
  static constexpr std::size_t kCount = 16;
  __m512 v;
  static Lanes load(const float* p) { return {_mm512_loadu_ps(p)}; }
  static Lanes all(float x) { return {_mm512_set1_ps(x)}; }
  void store(float* p) const { _mm512_storeu_ps(p, v); }
  void add_product(Lanes a, Lanes b) { v = _mm512_fmadd_ps(a.v, b.v, v); }
};
template <>
struct Lanes<double> {
  static constexpr std::size_t kCount = 8;
  __m512d v;
  static Lanes load(const double* p) { return {_mm512_loadu_pd(p)}; }
  static Lanes all(double x) { return {_mm512_set1_pd(x)}; }
  void store(double* p) const { _mm512_storeu_pd(p, v); }
  void add_product(Lanes a, Lanes b) { v = _mm512_fmadd_pd(a.v, b.v, v); }
};

#elif defined(__AVX2__) && defined(__FMA__)

inline constexpr std::size_t kRegisters = 16;

template <>
struct Lanes<float> {
  static constexpr std::size_t kCount = 8;
  __m256 v;
  static Lanes load(const float* p) { return {_mm256_loadu_ps(p)}; }
  static Lanes all(float x) { return {_mm256_set1_ps(x)}; }
  void store(float* p) const { _mm256_storeu_ps(p, v); }
  void add_product(Lanes a, Lanes b) { v = _mm256_fmadd_ps(a.v, b.v, v); }
};
template <>
struct Lanes<double> {
  static constexpr std::size_t kCount = 4;
  __m256d v;
  static Lanes load(const double* p) { return {_mm256_loadu_pd(p)}; }
  static Lanes all(double x) { return {_mm256_set1_pd(x)}; }
  void store(double* p) const { _mm256_storeu_pd(p, v); }
  void add_product(Lanes a, Lanes b) { v = _mm256_fmadd_pd(a.v, b.v, v); }
};

#else

inline constexpr std::size_t kRegisters = 16;

template <class T>
struct Lanes {
  static constexpr std::size_t kCount = 1;
  T v;
  static Lanes load(const T* p) { return {*p}; }
  static Lanes all(T x) { return {x}; }
  void store(T* p) const { *p = v; }
  void add_product(Lanes a, Lanes b) { v = std::fma(a.v, b.v, v); }
};

#endif

namespace detail {

// Of the squares of 2 H in rows x and y = x + H, the off-diagonal halves change places.
template <std::size_t H, class V, std::size_t... I>
void exchange(V& x, V& y, std::index_sequence<I...>) {
  constexpr std::size_t kCount = sizeof...(I);
  const V upper = __builtin_shufflevector(x, y, ((I & H) != 0 ? kCount + I - H : I)...);
  y = __builtin_shufflevector(x, y, ((I & H) != 0 ? kCount + I : I + H)...);
  x = upper;
}

}  // namespace detail

// Turns a square of values, row r in rows[r], about its diagonal: first squares of 2, then of 4, and so on.
template <std::size_t H = 1, class T, std::size_t N>
void turn(std::array<Lanes<T>, N>& rows) {
  static_assert(N == Lanes<T>::kCount);
  if constexpr (H < N) {
    BALLAST_UNROLL_ALL
    for (std::size_t r = 0; r < N; ++r) {
      if ((r & H) == 0) detail::exchange<H>(rows[r].v, rows[r + H].v, std::make_index_sequence<N>{});
    }
    turn<2 * H>(rows);
  }
}

}  // namespace ballast::numeric
