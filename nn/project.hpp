// One row times a matrix: what the embedded step adds to the first layer of a denoiser.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/vectorise.hpp"

namespace ballast::nn {

// out = x W + b, summed over the rows of W in order.
template <class T>
void project(std::span<const T> x, numeric::MatrixView<const T> weight, std::span<const T> bias, std::span<T> out) {
  std::ranges::copy(bias, out.begin());
  T* sum = out.data();
  const std::size_t columns = out.size();
  for (std::size_t k = 0; k < x.size(); ++k) {
    const T* row = weight.row(k).data();
    const T factor = x[k];
    BALLAST_INDEPENDENT
    for (std::size_t j = 0; j < columns; ++j) sum[j] = std::fma(factor, row[j], sum[j]);
  }
}

}  // namespace ballast::nn
