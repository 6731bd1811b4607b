// Smooth functions of a rank r in 0 .. 1: 2 r - 1, and cos(pi f r) / f^(1/4), sin(pi f r) / f^(1/4) for the frequencies
// f of kFrequencies. Codes of neighbouring ranks have neighbouring values of all of them; the high frequencies tell
// them apart where one number follows another closely (a month's balance the next month's).
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace ballast::nn {

inline constexpr std::array<double, 16> kFrequencies{1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32};
inline constexpr std::size_t kRankFunctions = 2 * kFrequencies.size() + 1;

inline std::array<double, kRankFunctions> rank_waves(double r) {
  std::array<double, kRankFunctions> out{2 * r - 1};
  for (std::size_t k = 0; k < kFrequencies.size(); ++k) {
    const double angle = std::numbers::pi * r * kFrequencies[k], scale = std::sqrt(std::sqrt(kFrequencies[k]));
    out[2 * k + 1] = std::cos(angle) / scale;
    out[2 * k + 2] = std::sin(angle) / scale;
  }
  return out;
}

}  // namespace ballast::nn
