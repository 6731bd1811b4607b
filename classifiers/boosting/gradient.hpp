// First and second derivative of the loss at a row's margin, and their sums in fixed point.
//
// A tree sees its rows' derivatives as whole numbers of 20 bits (g, with a sign) and 21 bits (h), packed into one
// 64-bit word, so that one addition counts both. Up to kPackedRows of them can be added before a half overflows; such
// partial sums are then added to sums of 64 bits each. Integers have no order, so a model has the same bits at any
// number of threads.
//
// Rounding is random and unbiased, each row up with the probability of its fraction (Shi et al. 2022, "Quantized
// Training of Gradient Boosting Decision Trees", section 4.2, there with 2 to 5 bits): a majority's derivatives of 1e-7
// beside a fraud's 1 add up right, where rounding to the nearest would lose them.
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
  friend GradientSum operator+(GradientSum a, const GradientSum& b) noexcept { return a += b; }
  friend GradientSum operator-(GradientSum a, const GradientSum& b) noexcept { return a -= b; }
  bool operator==(const GradientSum&) const = default;
};

// Fixed-point units in one of the derivative: powers of two, so that the products are exact.
struct GradientScale {
  float g = 1, h = 1;
};

// Derivatives in fixed point: g in the upper 32 bits, h in the lower. Sums of them are of the same form as long as
// neither half overflows.
using PackedGradient = std::int64_t;
inline constexpr std::size_t kPackedRows = 2048;             // that may be added into one word
inline constexpr std::int32_t kMostPackedG = (1 << 20) - 1;  // of |g|
inline constexpr std::int32_t kMostPackedH = (1 << 21) - 1;

inline PackedGradient pack(std::int32_t g, std::int32_t h) noexcept {
  return std::int64_t{g} * (std::int64_t{1} << 32) + h;
}
inline GradientSum unpack(PackedGradient sum) noexcept {
  const std::int64_t h = sum & 0xffffffff;
  return {(sum - h) >> 32, h};
}

// The scale at which the largest |g| and h just fit.
GradientScale gradient_scale(float largest_g, float largest_h);

// out[i] = the derivatives times the scale, rounded down after dither[i] in [0, 1) was added.
void quantise(std::span<const Gradient> gradients, std::span<const float> dither, GradientScale scale,
              std::span<PackedGradient> out);

}  // namespace ballast::classifiers
