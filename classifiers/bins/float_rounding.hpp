// Which float32 stands for a float64 number where trees compare: the nearest, of equal distance the even one. Numbers
// beyond float32 stand at its ends. Those too small for its full precision stand at zero on every thread: on those of
// the pool, which flush denormals to zero, the processor's own conversion does the same.
//
// Rounding keeps the order, so "float32(x) < t" is a rule on x itself: "x < the least number that rounds to t or more".
#pragma once

#include <cmath>
#include <limits>

namespace ballast::classifiers {

// The number itself, or zero where the processor takes it for zero.
inline double flushed(double x) {
  return std::fabs(x) < std::numeric_limits<double>::min() ? 0 : x;
}

// The least number that rounds to float32's smallest of full precision.
inline constexpr double kSmallestFloat32 = double{std::numeric_limits<float>::min()} * (1 - 0x1p-25);

// NaN stays NaN.
inline float to_float32(double x) {
  constexpr double kLargest = std::numeric_limits<float>::max();
  if (std::fabs(x) < kSmallestFloat32) return 0;
  return static_cast<float>(x > kLargest ? kLargest : x < -kLargest ? -kLargest : x);
}

// The c for which to_float32(x) < t and x < c are the same. Requires a finite t.
inline double least_rounding_to(float t) {
  constexpr float kLargest = std::numeric_limits<float>::max(), kSmallest = std::numeric_limits<float>::min();
  if (std::fabs(t) < kSmallest) return std::nextafter(-kSmallestFloat32, 0.0);
  if (t == kSmallest) return kSmallestFloat32;
  if (t == -kLargest) return -std::numeric_limits<double>::infinity();
  const double below = static_cast<double>(std::nextafter(t, -kLargest));
  const double middle = below / 2 + static_cast<double>(t) / 2;
  return static_cast<float>(middle) == t ? middle : std::nextafter(middle, static_cast<double>(kLargest));
}

}  // namespace ballast::classifiers
