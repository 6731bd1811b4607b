// Squared Euclidean distance between two float rows, summed in double in a fixed order: eight running sums (which the
// compiler turns into vector registers), added as a tree at the end. The same pair gives the same bits everywhere; the
// last of them may differ from a sum taken column by column.
#pragma once

#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <span>

namespace ballast::geometry {

// |a - b|^2. Requires equal lengths. Cost: O(D). T is float or double (centres are kept in double).
template <class T>
double squared_distance_by_lanes(std::span<const float> a, std::span<const T> b) {
  assert(a.size() == b.size());
  constexpr std::size_t kLanes = 8;
  std::array<double, kLanes> sums{};
  const float* pa = a.data();
  const T* pb = b.data();
  const std::size_t whole = a.size() / kLanes * kLanes;
  for (std::size_t first = 0; first < whole; first += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const double difference = static_cast<double>(pa[first + lane]) - static_cast<double>(pb[first + lane]);
      sums[lane] = std::fma(difference, difference, sums[lane]);
    }
  }
  for (std::size_t i = whole; i < a.size(); ++i) {
    const double difference = static_cast<double>(pa[i]) - static_cast<double>(pb[i]);
    sums[i - whole] = std::fma(difference, difference, sums[i - whole]);
  }
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

// So that a mutable row of a matrix needs no cast at the call.
inline double squared_distance_by_lanes(std::span<const float> a, std::span<const float> b) {
  return squared_distance_by_lanes<float>(a, b);
}

}  // namespace ballast::geometry
