// Sinusoidal embeddings (Vaswani et al. 2017, section 3.5): a number u becomes [cos(f_j u) .. | sin(f_j u) ..] with
// frequencies f_j = scale * 10000^(-j / (dimensions / 2)), j = 0 .. dimensions / 2 - 1.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "engine/numeric/matrix.hpp"

namespace ballast::nn {

inline constexpr double kEmbeddingBase = 1e4;

// Requires: dimensions even.
template <class T>
std::vector<T> embedding_frequencies(std::size_t dimensions, double scale) {
  const std::size_t count = dimensions / 2;
  std::vector<T> frequencies(count);
  for (std::size_t j = 0; j < count; ++j) {
    frequencies[j] =
        static_cast<T>(scale * std::pow(kEmbeddingBase, -static_cast<double>(j) / static_cast<double>(count)));
  }
  return frequencies;
}

// Row s embeds the step number s, for s = 0 .. steps; computed in double.
template <class T>
numeric::Matrix<T> step_embedding_table(std::size_t steps, std::size_t dimensions) {
  const std::vector<double> frequencies = embedding_frequencies<double>(dimensions, 1.0);
  numeric::Matrix<T> table(steps + 1, dimensions);
  for (std::size_t s = 0; s <= steps; ++s) {
    for (std::size_t j = 0; j < frequencies.size(); ++j) {
      const double angle = frequencies[j] * static_cast<double>(s);
      table(s, j) = static_cast<T>(std::cos(angle));
      table(s, frequencies.size() + j) = static_cast<T>(std::sin(angle));
    }
  }
  return table;
}

}  // namespace ballast::nn
