// Small point sets for the tests of this folder: made by formula, so that a script can make the same ones.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::geometry {

// The curve (sin k, cos 1.7 k, 2 sin 0.3 k), k = 0 .. rows - 1. In numpy, with k = np.arange(rows):
//   p = np.stack([np.sin(k * 1.0), np.cos(k * 1.7), np.sin(k * 0.3) * 2], 1).astype(np.float32)
inline numeric::Matrix<float> curve_points(std::size_t rows) {
  numeric::Matrix<float> out(rows, 3);
  for (std::size_t k = 0; k < rows; ++k) {
    const auto t = static_cast<double>(k);
    out(k, 0) = static_cast<float>(std::sin(t));
    out(k, 1) = static_cast<float>(std::cos(t * 1.7));
    out(k, 2) = static_cast<float>(std::sin(t * 0.3) * 2);
  }
  return out;
}

// Rows of standard normals in `columns` columns; row k is moved by `gap` along column (k mod blobs), if that is one.
inline numeric::Matrix<float> blobs(std::size_t rows, std::size_t columns, std::size_t blobs, double gap,
                                    std::uint64_t seed = 1) {
  numeric::Matrix<float> out(rows, columns);
  numeric::fill_normal_rows({seed, numeric::Purpose::kGeneral}, out.view());
  for (std::size_t k = 0; k < rows; ++k) {
    if (k % blobs < columns && blobs > 1) out(k, k % blobs) += static_cast<float>(gap);
  }
  return out;
}

inline numeric::MatrixView<const float> first_columns(const numeric::Matrix<float>& rows, std::size_t count) {
  return rows.view().column_block(0, count);
}

}  // namespace ballast::geometry
