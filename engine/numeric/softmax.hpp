// Softmax of one row, p_k = exp(z_k) / sum_l exp(z_l), shifted by the largest z so that nothing overflows.
#pragma once

#include <cstddef>

#include "engine/numeric/lane_sums.hpp"
#include "engine/numeric/simd_math.hpp"
#include "engine/numeric/vectorise.hpp"

namespace ballast::numeric {

// z := softmax(z + bias); returns log sum_l exp(z_l + bias_l). `bias` may be null. Requires: count >= 1. The bits
// depend on the row alone.
template <class T>
T softmax(T* z, const T* bias, std::size_t count) {
  if (bias != nullptr) {
    BALLAST_INDEPENDENT
    for (std::size_t k = 0; k < count; ++k) z[k] += bias[k];
  }
  const T largest = lane_max(count, [z](std::size_t k) { return z[k]; });
  BALLAST_INDEPENDENT
  for (std::size_t k = 0; k < count; ++k) z[k] = exp(z[k] - largest);
  const T sum = lane_sum(count, [z](std::size_t k) { return z[k]; });
  const T inverse = T{1} / sum;
  BALLAST_INDEPENDENT
  for (std::size_t k = 0; k < count; ++k) z[k] *= inverse;
  return largest + log_positive(sum);
}

}  // namespace ballast::numeric
