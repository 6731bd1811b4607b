#include "engine/geometry/umap_start.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

#include "engine/geometry/eigen.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::geometry {
namespace {

using numeric::Matrix;
using numeric::MatrixView;
using numeric::ThreadPool;

std::vector<double> column_means(MatrixView<const float> rows) {
  std::vector<double> means(rows.columns(), 0.0);
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    for (std::size_t d = 0; d < means.size(); ++d) means[d] += static_cast<double>(rows(i, d));
  }
  for (double& mean : means) mean /= static_cast<double>(rows.rows());
  return means;
}

// D x D, not divided by N. Each block of its rows goes through all the data once, in row order.
Matrix<double> scatter_matrix(MatrixView<const float> rows, const std::vector<double>& means, ThreadPool& pool) {
  constexpr std::size_t kBlock = 8;
  const std::size_t columns = rows.columns();
  Matrix<double> scatter(columns, columns);
  pool.parallel_for_blocks(columns, kBlock, [&](std::size_t first, std::size_t last) {
    std::vector<double> centred(columns);
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      const auto row = rows.row(i);
      for (std::size_t d = first; d < columns; ++d) centred[d] = static_cast<double>(row[d]) - means[d];
      for (std::size_t p = first; p < last; ++p) {
        const auto out = scatter.row(p);
        for (std::size_t q = p; q < columns; ++q) out[q] = std::fma(centred[p], centred[q], out[q]);
      }
    }
  });
  for (std::size_t p = 0; p < columns; ++p) {
    for (std::size_t q = 0; q < p; ++q) scatter(p, q) = scatter(q, p);
  }
  return scatter;
}

}  // namespace

Matrix<float> principal_components(MatrixView<const float> rows, std::size_t components, ThreadPool& pool) {
  const std::vector<double> means = column_means(rows);
  const Matrix<double> scatter = scatter_matrix(rows, means, pool);
  const std::size_t columns = rows.columns(), found = std::min(components, columns);
  const auto apply = [&](std::span<const double> in, std::span<double> out) {
    for (std::size_t p = 0; p < columns; ++p) {
      double sum = 0;
      for (std::size_t q = 0; q < columns; ++q) sum = std::fma(scatter(p, q), in[q], sum);
      out[p] = sum;
    }
  };
  const Eigenpairs axes = largest_eigenpairs(apply, columns, found, {});
  Matrix<float> scores(rows.rows(), components);
  pool.parallel_for_blocks(rows.rows(), 256, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      for (std::size_t e = 0; e < found; ++e) {
        double sum = 0;
        for (std::size_t d = 0; d < columns; ++d) {
          sum = std::fma(static_cast<double>(rows(i, d)) - means[d], axes.vectors(e, d), sum);
        }
        scores(i, e) = static_cast<float>(sum);
      }
    }
  });
  return scores;
}

Matrix<float> spectral_embedding(const SparseGraph& graph, std::size_t components, ThreadPool& pool) {
  const std::size_t n = graph.rows();
  assert(n > components + 1);
  // root[i] = sqrt(degree of i) is the eigenvector of D^-1/2 W D^-1/2 with eigenvalue 1: the constant one.
  Matrix<double> constant(1, n);
  std::vector<double> inverse_root(n);
  double length = 0;
  for (std::size_t i = 0; i < n; ++i) {
    double degree = 0;
    for (std::size_t edge = graph.offsets[i]; edge < graph.offsets[i + 1]; ++edge) {
      degree += static_cast<double>(graph.weight[edge]);
    }
    constant(0, i) = std::sqrt(degree);
    inverse_root[i] = 1 / std::sqrt(degree);
    length += degree;
  }
  for (double& value : constant.values()) value /= std::sqrt(length);
  // The smallest of I - A are the largest of A; I + A has the same vectors and no negative eigenvalue.
  const auto apply = [&](std::span<const double> in, std::span<double> out) {
    pool.parallel_for_blocks(n, 1024, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        double sum = 0;
        for (std::size_t edge = graph.offsets[i]; edge < graph.offsets[i + 1]; ++edge) {
          const std::size_t j = graph.to[edge];
          sum = std::fma(static_cast<double>(graph.weight[edge]) * inverse_root[j], in[j], sum);
        }
        out[i] = in[i] + inverse_root[i] * sum;
      }
    });
  };
  const Eigenpairs found = largest_eigenpairs(apply, n, components, constant.view(), {.tolerance = 1e-5});
  Matrix<float> out(n, components);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t e = 0; e < components; ++e) out(i, e) = static_cast<float>(found.vectors(e, i));
  }
  return out;
}

void scale_start(MatrixView<float> start, std::uint64_t seed) {
  constexpr double kHalfWidth = 5, kNoise = 1e-4;
  for (std::size_t d = 0; d < start.columns(); ++d) {
    double low = static_cast<double>(start(0, d)), high = low;
    for (std::size_t i = 1; i < start.rows(); ++i) {
      low = std::min(low, static_cast<double>(start(i, d)));
      high = std::max(high, static_cast<double>(start(i, d)));
    }
    const double middle = 0.5 * (low + high), scale = high > low ? 2 * kHalfWidth / (high - low) : 0.0;
    for (std::size_t i = 0; i < start.rows(); ++i) {
      numeric::RandomStream random(seed, numeric::Purpose::kEmbeddingStart, i, static_cast<std::uint32_t>(d));
      const double moved = (static_cast<double>(start(i, d)) - middle) * scale;
      start(i, d) = static_cast<float>(moved + kNoise * random.normal());
    }
  }
}

}  // namespace ballast::geometry
