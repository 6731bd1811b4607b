// Smooth functions of a rank r in 0 .. 1: 2 r - 1, and cos(pi k r) / sqrt(k), sin(pi k r) / sqrt(k) for k = 1 ..
// kWaves. Codes of neighbouring ranks have neighbouring values of all of them.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace ballast::nn {

inline constexpr std::size_t kWaves = 8, kRankFunctions = 2 * kWaves + 1;

inline std::array<double, kRankFunctions> rank_waves(double r) {
  std::array<double, kRankFunctions> out{2 * r - 1};
  for (std::size_t k = 1; k <= kWaves; ++k) {
    const double angle = std::numbers::pi * r * static_cast<double>(k), root = std::sqrt(static_cast<double>(k));
    out[2 * k - 1] = std::cos(angle) / root;
    out[2 * k] = std::sin(angle) / root;
  }
  return out;
}

}  // namespace ballast::nn
