#include "diffusion/process/gaussian_score.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

#include "diffusion/process/exact_score.hpp"
#include "diffusion/process/posterior.hpp"
#include "diffusion/sampling/level_error.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast::diffusion;
using ballast::numeric::Matrix;

namespace {

// Correlated rows with mean (1, -2).
Matrix<float> slanted_rows(std::size_t count) {
  Matrix<float> rows(count, 2);
  fill_normal_rows({.seed = 4}, rows.view());
  for (std::size_t i = 0; i < count; ++i) {
    const float u = rows(i, 0), v = rows(i, 1);
    rows(i, 0) = 1.0F + 1.5F * u;
    rows(i, 1) = -2.0F + 0.8F * u + 0.3F * v;
  }
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gaussian_score_test)

// In two dimensions the inverse can be written out.
BOOST_AUTO_TEST_CASE(the_noise_is_that_of_the_inverse_covariance_written_out) {
  const Matrix<float> rows = slanted_rows(500);
  const NoiseSchedule schedule = linear_schedule(100);
  const GaussianScore model(rows.view(), schedule);
  double mean[2] = {0, 0}, xx = 0, xy = 0, yy = 0;
  for (std::size_t i = 0; i < 500; ++i) mean[0] += rows(i, 0) / 500.0, mean[1] += rows(i, 1) / 500.0;
  for (std::size_t i = 0; i < 500; ++i) {
    const double dx = rows(i, 0) - mean[0], dy = rows(i, 1) - mean[1];
    xx += dx * dx / 500, xy += dx * dy / 500, yy += dy * dy / 500;
  }
  Matrix<float> x(70, 2);
  fill_normal_rows({.seed = 9}, x.view());
  for (const std::size_t n : {1u, 40u, 100u}) {
    const double g_n = g(schedule.t(n)), b_n = b(schedule.t(n)), g2 = g_n * g_n, b2 = b_n * b_n;
    const double a = g2 * xx + b2, c = g2 * xy, d = g2 * yy + b2, determinant = a * d - c * c;
    const Matrix<float> eps = predict_noise(model, n, x.view());
    for (std::size_t i = 0; i < 70; ++i) {
      const double u = x(i, 0) - g_n * mean[0], v = x(i, 1) - g_n * mean[1];
      constexpr double kFloat = 1e-6;  // relative: the answer is rounded to float
      const double size = 1 + std::abs(eps(i, 0)) + std::abs(eps(i, 1));
      BOOST_TEST(std::abs(eps(i, 0) - b_n * (d * u - c * v) / determinant) < kFloat * size);
      BOOST_TEST(std::abs(eps(i, 1) - b_n * (a * v - c * u) / determinant) < kFloat * size);
    }
  }
}

// One row is a Gaussian without width: smooth and exact are then the same thing.
BOOST_AUTO_TEST_CASE(a_single_row_is_its_own_oracle) {
  const Matrix<float> rows = slanted_rows(1);
  const NoiseSchedule schedule = linear_schedule(100);
  Matrix<float> x(64, 2);
  fill_normal_rows({.seed = 9}, x.view());
  const Matrix<float> smooth = predict_noise(GaussianScore(rows.view(), schedule), 50, x.view());
  const Matrix<float> exact = predict_noise(ExactScore(rows.view(), schedule), 50, x.view());
  for (std::size_t i = 0; i < smooth.values().size(); ++i) {
    BOOST_TEST(std::abs(smooth.values()[i] - exact.values()[i]) < 1e-5);
  }
}

// Columns that repeat each other have a singular covariance: no noise ever leads out of their plane.
BOOST_AUTO_TEST_CASE(a_singular_covariance_is_no_obstacle) {
  Matrix<float> rows(50, 3);
  fill_normal_rows({.seed = 2}, rows.view());
  for (std::size_t i = 0; i < 50; ++i) rows(i, 2) = rows(i, 1);
  const NoiseSchedule schedule = linear_schedule(100);
  const GaussianScore model(rows.view(), schedule);
  const Matrix<float> eps = predict_noise(model, 1, rows.view());
  for (const float value : eps.values()) BOOST_TEST(std::isfinite(value));
  for (std::size_t i = 0; i < 50; ++i) BOOST_TEST(std::abs(eps(i, 1) - eps(i, 2)) < 1e-5);
}

BOOST_AUTO_TEST_SUITE_END()
