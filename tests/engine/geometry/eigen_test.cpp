#include "engine/geometry/eigen.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numbers>

#include "engine/numeric/random.hpp"

using ballast::numeric::Matrix;
using namespace ballast::geometry;

namespace {

Matrix<double> random_symmetric(std::size_t n, std::uint64_t seed) {
  Matrix<double> out(n, n);
  ballast::numeric::RandomStream random(seed, ballast::numeric::Purpose::kGeneral);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i; j < n; ++j) out(i, j) = out(j, i) = random.normal();
  }
  return out;
}

SymmetricOperator product_with(const Matrix<double>& matrix) {
  return [&matrix](std::span<const double> in, std::span<double> out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] = 0;
      for (std::size_t j = 0; j < in.size(); ++j) out[i] += matrix(i, j) * in[j];
    }
  };
}

// |A v - lambda v|, the largest component.
double residual(const SymmetricOperator& apply, std::span<const double> v, double value) {
  std::vector<double> image(v.size());
  apply(v, image);
  double worst = 0;
  for (std::size_t i = 0; i < v.size(); ++i) worst = std::max(worst, std::fabs(image[i] - value * v[i]));
  return worst;
}

double dot(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(eigen_test)

// 2 on the diagonal and -1 beside it: eigenvalues 2 - 2 cos(pi j / (n + 1)), j = 1 .. n.
BOOST_AUTO_TEST_CASE(jacobi_gives_the_known_spectrum_of_a_string) {
  constexpr std::size_t n = 20;
  Matrix<double> string(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    string(i, i) = 2;
    if (i + 1 < n) string(i, i + 1) = string(i + 1, i) = -1;
  }
  const auto found = symmetric_eigenpairs(string.view());
  for (std::size_t e = 0; e < n; ++e) {
    const double expected = 2 - 2 * std::cos(std::numbers::pi * static_cast<double>(n - e) / (n + 1));
    BOOST_TEST(std::fabs(found.values[e] - expected) < 1e-13);
  }
}

BOOST_AUTO_TEST_CASE(jacobi_vectors_are_orthonormal_and_solve_the_equation) {
  const auto matrix = random_symmetric(30, 3);
  const auto found = symmetric_eigenpairs(matrix.view());
  for (std::size_t e = 0; e < 30; ++e) {
    BOOST_TEST(residual(product_with(matrix), found.vectors.row(e), found.values[e]) < 1e-12);
    for (std::size_t f = 0; f <= e; ++f) {
      BOOST_TEST(std::fabs(dot(found.vectors.row(e), found.vectors.row(f)) - (e == f ? 1.0 : 0.0)) < 1e-13);
    }
  }
}

BOOST_AUTO_TEST_CASE(lanczos_with_restarts_agrees_with_jacobi) {
  for (const std::size_t n : {5u, 64u, 150u}) {
    const auto matrix = random_symmetric(n, n);
    const auto all = symmetric_eigenpairs(matrix.view());
    const auto found =
        largest_eigenpairs(product_with(matrix), n, 4, {}, {.basis = 20, .cycles = 200, .tolerance = 1e-10});
    for (std::size_t e = 0; e < 4; ++e) {
      BOOST_TEST(std::fabs(found.values[e] - all.values[e]) < 1e-9);
      BOOST_TEST(std::fabs(dot(found.vectors.row(e), all.vectors.row(e)) - 1) < 1e-9);
    }
  }
}

BOOST_AUTO_TEST_CASE(lanczos_finds_each_copy_of_a_repeated_eigenvalue) {
  Matrix<double> diagonal(40, 40);
  for (std::size_t i = 0; i < 40; ++i) diagonal(i, i) = i < 3 ? 5.0 : 1.0;
  const auto found = largest_eigenpairs(product_with(diagonal), 40, 4, {});
  for (std::size_t e = 0; e < 3; ++e) BOOST_TEST(std::fabs(found.values[e] - 5) < 1e-9);
  BOOST_TEST(std::fabs(found.values[3] - 1) < 1e-9);
  BOOST_TEST(std::fabs(dot(found.vectors.row(0), found.vectors.row(1))) < 1e-9);
}

BOOST_AUTO_TEST_CASE(known_vectors_are_left_out) {
  const auto matrix = random_symmetric(50, 8);
  const auto all = symmetric_eigenpairs(matrix.view());
  const auto found =
      largest_eigenpairs(product_with(matrix), 50, 1, all.vectors.view().row_block(0, 2), {.tolerance = 1e-9});
  BOOST_TEST(std::fabs(found.values[0] - all.values[2]) < 1e-8);
}

BOOST_AUTO_TEST_CASE(the_zero_operator_has_zero_eigenvalues) {
  const Matrix<double> zero(10, 10);
  const auto found = largest_eigenpairs(product_with(zero), 10, 2, {});
  BOOST_TEST(found.values[0] == 0.0);
  BOOST_TEST(std::fabs(dot(found.vectors.row(1), found.vectors.row(1)) - 1) < 1e-12);
}

BOOST_AUTO_TEST_SUITE_END()
