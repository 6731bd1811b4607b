#include "engine/geometry/eigen.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace ballast::geometry {
namespace {

using numeric::Matrix;
using numeric::MatrixView;

double dot(std::span<const double> a, std::span<const double> b) {
  constexpr std::size_t kLanes = 8;
  double sums[kLanes] = {};
  const std::size_t whole = a.size() / kLanes * kLanes;
  for (std::size_t first = 0; first < whole; first += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      sums[lane] = std::fma(a[first + lane], b[first + lane], sums[lane]);
    }
  }
  for (std::size_t i = whole; i < a.size(); ++i) sums[i - whole] = std::fma(a[i], b[i], sums[i - whole]);
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

void add_scaled(double factor, std::span<const double> x, std::span<double> y) {
  for (std::size_t i = 0; i < x.size(); ++i) y[i] = std::fma(factor, x[i], y[i]);
}

void scale(double factor, std::span<double> x) {
  for (double& value : x) value *= factor;
}

// Makes v orthogonal to the rows of both, twice over, which is enough (Parlett, The Symmetric Eigenvalue Problem). The
// second pass must go through both again: what the first one subtracts along `basis` brings back the rounding errors
// between the two sets, and these would grow with each Lanczos step.
void project_out(MatrixView<const double> known, MatrixView<const double> basis, std::span<double> v) {
  for (int pass = 0; pass < 2; ++pass) {
    for (const auto& set : {known, basis}) {
      for (std::size_t i = 0; i < set.rows(); ++i) add_scaled(-dot(set.row(i), v), set.row(i), v);
    }
  }
}

// One rotation that makes a(p, q) zero (Golub & Van Loan, algorithm 8.5.1), applied to a and to the vectors' rows.
void rotate(Matrix<double>& a, Matrix<double>& vectors, std::size_t p, std::size_t q) {
  const double tau = (a(q, q) - a(p, p)) / (2 * a(p, q));
  const double t = (tau >= 0 ? 1.0 : -1.0) / (std::fabs(tau) + std::sqrt(1 + tau * tau));
  const double c = 1 / std::sqrt(1 + t * t), s = t * c;
  const auto turn = [c, s](double& x, double& y) {
    const double old = x;
    x = c * old - s * y;
    y = s * old + c * y;
  };
  for (std::size_t k = 0; k < a.rows(); ++k) turn(a(k, p), a(k, q));
  for (std::size_t k = 0; k < a.rows(); ++k) turn(a(p, k), a(q, k));
  for (std::size_t k = 0; k < a.rows(); ++k) turn(vectors(p, k), vectors(q, k));
}

double size_off_diagonal(const Matrix<double>& a) {
  double sum = 0;
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = i + 1; j < a.rows(); ++j) sum += 2 * a(i, j) * a(i, j);
  }
  return std::sqrt(sum);
}

// Eigenvectors have no sign of their own: give them one.
void orient(std::span<double> v) {
  const auto largest =
      std::max_element(v.begin(), v.end(), [](double a, double b) { return std::fabs(a) < std::fabs(b); });
  if (largest != v.end() && *largest < 0) scale(-1, v);
}

// A vector that is no eigenvector of anything in particular: multiples of the golden ratio modulo 1, centred. Another
// one for each `number`: a second start along the first would miss the copies of its eigenvalue.
void fill_start(std::size_t number, std::span<double> v) {
  constexpr double kGolden = 0.6180339887498949;
  for (std::size_t i = 0; i < v.size(); ++i) {
    const double multiple = kGolden * static_cast<double>((i + 1) * (2 * number + 1) + number * i * i % 1009);
    v[i] = multiple - std::floor(multiple) - 0.5;
  }
}

// A next Lanczos vector this short is rounding noise: the Krylov space is complete.
constexpr double kExhausted = 1e-11;

struct RitzPair {
  double value = 0, residual = 0;  // residual: |A v - value v|
};

// One Lanczos cycle from the vector in v (of length 1), which it replaces by the best approximation in the Krylov
// space; basis holds the Lanczos vectors.
RitzPair lanczos_cycle(const SymmetricOperator& apply, MatrixView<const double> known, Matrix<double>& basis,
                       std::span<double> v) {
  std::vector<double> alpha, beta, next(v.size());
  double size = 0;  // of the operator, as far as seen
  std::copy(v.begin(), v.end(), basis.row(0).begin());
  for (std::size_t step = 0; step < basis.rows(); ++step) {
    apply(basis.row(step), next);
    alpha.push_back(dot(basis.row(step), next));
    project_out(known, basis.view().row_block(0, step + 1), next);
    beta.push_back(std::sqrt(dot(next, next)));
    size = std::max({size, std::fabs(alpha.back()), beta.back()});
    if (step + 1 == basis.rows() || beta.back() <= kExhausted * size) break;
    scale(1 / beta.back(), next);
    std::copy(next.begin(), next.end(), basis.row(step + 1).begin());
  }
  const std::size_t m = alpha.size();
  Matrix<double> tridiagonal(m, m);
  for (std::size_t i = 0; i < m; ++i) {
    tridiagonal(i, i) = alpha[i];
    if (i + 1 < m) tridiagonal(i, i + 1) = tridiagonal(i + 1, i) = beta[i];
  }
  const Eigenpairs ritz = symmetric_eigenpairs(tridiagonal.view());
  std::fill(v.begin(), v.end(), 0.0);
  for (std::size_t i = 0; i < m; ++i) add_scaled(ritz.vectors(0, i), basis.row(i), v);
  scale(1 / std::sqrt(dot(v, v)), v);
  return {ritz.values[0], std::fabs(beta[m - 1] * ritz.vectors(0, m - 1))};
}

}  // namespace

Eigenpairs symmetric_eigenpairs(MatrixView<const double> matrix) {
  const std::size_t n = matrix.rows();
  assert(matrix.columns() == n);
  Matrix<double> a(n, n), vectors(n, n);
  double size = 0;
  for (std::size_t i = 0; i < n; ++i) {
    vectors(i, i) = 1;
    for (std::size_t j = i; j < n; ++j) {
      a(i, j) = a(j, i) = matrix(i, j);
      size = std::max(size, std::fabs(matrix(i, j)));
    }
  }
  constexpr int kSweeps = 50;  // convergence is quadratic: about ten are enough
  for (int sweep = 0; sweep < kSweeps && size_off_diagonal(a) > 1e-15 * size * static_cast<double>(n); ++sweep) {
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) {
        if (std::fabs(a(p, q)) > 1e-300) rotate(a, vectors, p, q);
      }
    }
  }
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t i, std::size_t j) { return a(i, i) > a(j, j) || (a(i, i) == a(j, j) && i < j); });
  Eigenpairs out{{}, Matrix<double>(n, n)};
  for (std::size_t e = 0; e < n; ++e) {
    out.values.push_back(a(order[e], order[e]));
    std::copy_n(vectors.row(order[e]).begin(), n, out.vectors.row(e).begin());
    orient(out.vectors.row(e));
  }
  return out;
}

Eigenpairs largest_eigenpairs(const SymmetricOperator& apply, std::size_t n, std::size_t count,
                              MatrixView<const double> known, const LanczosOptions& options) {
  assert(known.rows() + count <= n);
  Eigenpairs out{{}, Matrix<double>(count, n)};
  Matrix<double> found(known.rows() + count, n);  // all that is projected out
  for (std::size_t i = 0; i < known.rows(); ++i) std::copy_n(known.row(i).begin(), n, found.row(i).begin());
  for (std::size_t e = 0; e < count; ++e) {
    const MatrixView<const double> deflated = found.view().row_block(0, known.rows() + e);
    Matrix<double> basis(std::min(options.basis, n - deflated.rows()), n);
    const auto v = found.row(deflated.rows());
    fill_start(e, v);
    project_out(deflated, {}, v);
    scale(1 / std::sqrt(dot(v, v)), v);
    RitzPair best;
    for (std::size_t cycle = 0; cycle < options.cycles; ++cycle) {
      best = lanczos_cycle(apply, deflated, basis, v);
      if (best.residual <= options.tolerance * std::fabs(best.value)) break;
    }
    orient(v);
    out.values.push_back(best.value);
    std::copy(v.begin(), v.end(), out.vectors.row(e).begin());
  }
  return out;
}

}  // namespace ballast::geometry
