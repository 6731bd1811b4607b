// What the probes share: arguments of the form --name value, medians of repeated timings, a sink that keeps results
// alive, and the peak of this core, so that each probe can say what part of it it reaches.
#pragma once

#include <immintrin.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "engine/numeric/vectorise.hpp"

namespace ballast::bench {

class Arguments {
 public:
  Arguments(int count, char** values) : values_(values + 1, values + count) {}
  std::size_t number(std::string_view name, std::size_t otherwise) const {
    for (std::size_t i = 0; i + 1 < values_.size(); ++i) {
      if (values_[i] == name) return std::strtoull(values_[i + 1].data(), nullptr, 10);
    }
    return otherwise;
  }
  std::string_view text(std::string_view name, std::string_view otherwise) const {
    for (std::size_t i = 0; i + 1 < values_.size(); ++i) {
      if (values_[i] == name) return values_[i + 1];
    }
    return otherwise;
  }
  // The first argument if it is no --name.
  std::string_view file() const {
    return values_.empty() || values_[0].substr(0, 2) == "--" ? std::string_view{} : values_[0];
  }

 private:
  std::vector<std::string_view> values_;
};

// The compiler must believe that someone reads this.
template <class T>
inline void keep(const T& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

template <class Work>
double seconds_of(Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <class Work>
double median_seconds(std::size_t repeats, Work&& work) {
  std::vector<double> times(repeats);
  for (double& time : times) time = seconds_of(work);
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(repeats / 2), times.end());
  return times[repeats / 2];
}

// Repeats short work until a measurement lasts about 5 ms; seconds per call, median of `repeats`.
template <class Work>
double median_seconds_short(std::size_t repeats, Work&& work) {
  work();
  const double once = std::max(seconds_of(work), 1e-9);
  const auto calls = static_cast<std::size_t>(std::max(1.0, 5e-3 / once));
  return median_seconds(repeats,
                        [&] {
                          for (std::size_t i = 0; i < calls; ++i) work();
                        }) /
         static_cast<double>(calls);
}

#ifdef __AVX512F__
using Vector = __m512;
inline Vector vector_of(float value) {
  return _mm512_set1_ps(value);
}
inline Vector multiply_add(Vector a, Vector b, Vector c) {
  return _mm512_fmadd_ps(a, b, c);
}
#else
using Vector = __m256;
inline Vector vector_of(float value) {
  return _mm256_set1_ps(value);
}
inline Vector multiply_add(Vector a, Vector b, Vector c) {
  return _mm256_fmadd_ps(a, b, c);
}
#endif

// What one core can do in single precision, in GFLOP/s: independent chains of full-width multiply-adds, counted as two.
inline double peak_gflops() {
  constexpr std::size_t kChains = 10, kRounds = 200000;
  Vector factor = vector_of(0.999f), term = vector_of(0.001f);
  asm volatile("" : "+v"(factor), "+v"(term));  // unknown to the compiler
  const double seconds = median_seconds(9, [&] {
    Vector sums[kChains];
    for (Vector& sum : sums) sum = term;
    for (std::size_t round = 0; round < kRounds; ++round) {
      BALLAST_UNROLL_ALL
      for (std::size_t i = 0; i < kChains; ++i) sums[i] = multiply_add(sums[i], factor, term);
    }
    keep(sums);
  });
  return 2.0 * static_cast<double>(sizeof(Vector) / sizeof(float) * kChains * kRounds) / seconds * 1e-9;
}

}  // namespace ballast::bench
