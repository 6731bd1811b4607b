// First and second derivative of the loss at a row's margin, and their sums in fixed point.
//
// Sums are int64 in units of 1 / scale. The scale is the power of two for which N rows of the largest derivative just
// stay below 2^62: nothing can overflow, and for 200,000 rows of derivatives below 1 a unit is 2^-44, finer than the
// float32 derivatives themselves. Conversion truncates; a power of two makes the product exact.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace ballast::classifiers {

struct Gradient {
  float g = 0, h = 0;
};

struct alignas(16) GradientSum {
  std::int64_t g = 0, h = 0;

  GradientSum& operator+=(const GradientSum& other) noexcept {
    g += other.g;
    h += other.h;
    return *this;
  }
  GradientSum& operator-=(const GradientSum& other) noexcept {
    g -= other.g;
    h -= other.h;
    return *this;
  }
  bool operator==(const GradientSum&) const = default;
};

inline GradientSum to_fixed(Gradient value, float scale) noexcept {
  return {static_cast<std::int64_t>(value.g * scale), static_cast<std::int64_t>(value.h * scale)};
}

// largest: bound of |g| and h over `rows` rows.
float fixed_point_scale(float largest, std::size_t rows);

}  // namespace ballast::classifiers
