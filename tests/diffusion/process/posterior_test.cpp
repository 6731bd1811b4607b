#include "diffusion/process/posterior.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace ballast::diffusion;

namespace {

double normal_density(double x, double mean, double sd) {
  const double z = (x - mean) / sd;
  return std::exp(-0.5 * z * z) / sd;
}

struct Moments {
  double mean, sd;
};

// Bayes by numbers: the law of X_m given X_n = x_n, from a prior density of X_m, on a grid over -8 .. 8. The trapezoid
// rule on a smooth density that vanishes at both ends is exact to rounding.
template <class Prior>
Moments numerical_bayes(double x_n, double dt, Prior&& prior) {
  constexpr int kCells = 160000;
  double mass = 0.0, first = 0.0, second = 0.0;
  for (int i = 0; i <= kCells; ++i) {
    const double x_m = -8.0 + 16.0 * i / kCells;
    const double weight = prior(x_m) * normal_density(x_n, g(dt) * x_m, b(dt));
    mass += weight;
    first += weight * x_m;
    second += weight * x_m * x_m;
  }
  const double mean = first / mass;
  return {mean, std::sqrt(second / mass - mean * mean)};
}

// What the grid and the sums above lose.
constexpr double kGridError = 1e-9;

struct Step {
  double t_m, t_n, x_n;
};
constexpr std::array<Step, 5> kSteps{
    {{0.01, 0.02, 0.9}, {0.3, 0.31, -1.2}, {0.5, 1.5, 0.4}, {1.0, 1.001, 2.0}, {3.5, 4.047, -0.3}}};

}  // namespace

BOOST_AUTO_TEST_SUITE(posterior_test)

BOOST_AUTO_TEST_CASE(mean_and_sigma_agree_with_numerical_bayes) {
  const double x_0 = 0.7;
  for (const auto& [t_m, t_n, x_n] : kSteps) {
    const auto exact = numerical_bayes(
        x_n, t_n - t_m, [&, time = t_m](double x_m) { return normal_density(x_m, g(time) * x_0, b(time)); });
    BOOST_TEST(std::abs(posterior_mean(x_n, x_0, t_m, t_n) - exact.mean) < kGridError);
    BOOST_TEST(std::abs(posterior_sigma(t_m, t_n) - exact.sd) < 1e-6);  // a difference of squares loses half the digits
  }
}

// For data that is a mixture of points, E[X_m | X_n] is the posterior mean at E[X_0 | X_n]: the mean is linear in x_0.
// So a network that predicts E[eps | x_n] gives the right mean, whatever the data.
BOOST_AUTO_TEST_CASE(the_mean_over_a_mixture_is_the_posterior_mean_at_the_expected_row) {
  constexpr std::array<double, 3> kPoints{-1.5, 0.2, 1.1}, kWeights{0.5, 0.3, 0.2};
  for (const auto& [t_m, t_n, x_n] : kSteps) {
    const auto exact = numerical_bayes(x_n, t_n - t_m, [&, time = t_m](double x_m) {
      double density = 0.0;
      for (std::size_t i = 0; i < 3; ++i) density += kWeights[i] * normal_density(x_m, g(time) * kPoints[i], b(time));
      return density;
    });
    double mass = 0.0, expected_row = 0.0;
    for (std::size_t i = 0; i < 3; ++i) {
      const double weight = kWeights[i] * normal_density(x_n, g(t_n) * kPoints[i], b(t_n));
      mass += weight;
      expected_row += weight * kPoints[i];
    }
    expected_row /= mass;
    const double eps = noise_from_data(x_n, expected_row, t_n);
    BOOST_TEST(std::abs(ancestral_step(t_m, t_n)(x_n, eps) - exact.mean) < kGridError);
  }
}

BOOST_AUTO_TEST_CASE(the_parametrisations_are_one_mean_in_other_words) {
  const double x_0 = -0.8;
  for (const auto& [t_m, t_n, x_n] : kSteps) {
    const double eps = noise_from_data(x_n, x_0, t_n);
    BOOST_TEST(std::abs(data_from_noise(t_n)(x_n, eps) - x_0) < 1e-13);
    BOOST_TEST(std::abs(ancestral_step(t_m, t_n)(x_n, eps) - posterior_mean(x_n, x_0, t_m, t_n)) < 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(the_last_step_lands_on_the_row_without_noise) {
  BOOST_TEST(posterior_sigma(0.0, 1e-4) == 0.0);
  BOOST_TEST(std::abs(posterior_mean(0.3, 1.7, 0.0, 0.05) - 1.7) < 1e-14);
}

BOOST_AUTO_TEST_SUITE_END()
