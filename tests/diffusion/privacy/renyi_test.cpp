// The accountant against published figures, closed forms, the sampled Gaussian integrated numerically, and reason.
#include "diffusion/privacy/renyi.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numbers>

#include "engine/error.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using diffusion::RenyiSpent;

namespace {

RenyiSpent sampled(double q, double sigma, std::size_t steps) {
  RenyiSpent out;
  out.add_sampled_gaussian(q, sigma, steps);
  return out;
}

// Epochs of batches of 256 of the 60,000 rows of MNIST.
RenyiSpent mnist(double sigma, double epochs) {
  return sampled(256.0 / 60000, sigma, static_cast<std::size_t>(std::ceil(epochs * 60000 / 256)));
}

// The probability that a mechanism with normal noise of sigma, a difference of 1, breaks epsilon: exact (Balle & Wang
// 2018, "Improving the Gaussian mechanism for differential privacy", theorem 8).
double exact_delta(double epsilon, double sigma) {
  const auto phi = [](double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); };
  return phi(0.5 / sigma - epsilon * sigma) - std::exp(epsilon) * phi(-0.5 / sigma - epsilon * sigma);
}

// E_{x ~ N(0, sigma^2)} of (1 - q + q exp((2 x - 1) / (2 sigma^2)))^alpha, by the midpoint rule.
double integrated_divergence(double q, double sigma, double alpha) {
  constexpr std::size_t kPoints = 200000;
  const double low = -12 * sigma, high = 12 * sigma + alpha, step = (high - low) / kPoints;
  double sum = 0;
  for (std::size_t i = 0; i < kPoints; ++i) {
    const double x = low + (static_cast<double>(i) + 0.5) * step;
    const double ratio = std::log1p(q * std::expm1((2 * x - 1) / (2 * sigma * sigma)));
    sum += std::exp(alpha * ratio - x * x / (2 * sigma * sigma)) * step;
  }
  return std::log(sum / (sigma * std::sqrt(2 * std::numbers::pi))) / (alpha - 1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(renyi_test)

// Abadi et al. 2016, section 5.1: q = .01, sigma = 4, delta = 1e-5 give epsilon
// 1.26 after 100 epochs, 10,000 steps. The tutorial of TensorFlow Privacy on MNIST,
// delta = 1e-5: 1.19, 3.01 and 7.10, the last with orders between whole ones.
BOOST_AUTO_TEST_CASE(published_figures_come_out) {
  BOOST_TEST(std::abs(sampled(.01, 4, 10000).classic_epsilon(1e-5) - 1.26) < .005);
  BOOST_TEST(std::abs(mnist(1.3, 15).classic_epsilon(1e-5) - 1.19) < .005);
  BOOST_TEST(std::abs(mnist(1.1, 60).classic_epsilon(1e-5) - 3.01) < .005);
  const double seven = mnist(.7, 45).classic_epsilon(1e-5);
  BOOST_TEST(seven > 7.095);
  BOOST_TEST(seven < 7.14);
}

BOOST_AUTO_TEST_CASE(the_binomial_sum_is_the_integral) {
  for (const double q : {.004, .05, .5}) {
    for (const double sigma : {.8, 2.0, 5.0}) {
      const RenyiSpent one = sampled(q, sigma, 1);
      for (const std::size_t order : {0U, 1U, 6U}) {
        const double alpha = RenyiSpent::orders()[order], twin = integrated_divergence(q, sigma, alpha);
        BOOST_TEST(std::abs(one.divergence(order) - twin) < 1e-6 * (1e-3 + twin), q << " " << sigma << " " << alpha);
      }
    }
  }
}

// Steps of all rows are one Gaussian of sigma / sqrt(steps): alpha / (2 sigma^2) each.
BOOST_AUTO_TEST_CASE(a_rate_of_one_is_the_plain_gaussian) {
  const RenyiSpent all = sampled(1, 20, 100);
  RenyiSpent plain;
  plain.add_gaussian(20, 100);
  for (std::size_t i = 0; i < RenyiSpent::orders().size(); ++i) {
    const double wanted = RenyiSpent::orders()[i] * 100 / (2 * 400.0);
    BOOST_TEST(std::abs(all.divergence(i) - wanted) < 1e-12 * wanted);
    BOOST_TEST(std::abs(plain.divergence(i) - wanted) < 1e-12 * wanted);
  }
  // min over alpha of alpha / 8 + ln(1 / delta) / (alpha - 1): 1/8
  // + 2 sqrt(ln(1 / delta) / 8), at a whole alpha here or near.
  const double log_delta = std::log(1e5);
  BOOST_TEST(std::abs(all.classic_epsilon(1e-5) - (.125 + 2 * std::sqrt(.125 * log_delta))) < .01);
}

// The exact delta of one Gaussian is never above the one that the accountant would say, and epsilon is not far off.
BOOST_AUTO_TEST_CASE(epsilon_is_above_the_exact_one_and_near_it) {
  for (const double sigma : {.7, 1.0, 3.0, 10.0}) {
    RenyiSpent one;
    one.add_gaussian(sigma);
    const double epsilon = one.epsilon(1e-5);
    BOOST_TEST(exact_delta(epsilon, sigma) <= 1e-5, sigma);
    BOOST_TEST(exact_delta(.88 * epsilon, sigma) > 1e-5, sigma);
    BOOST_TEST(epsilon <= one.classic_epsilon(1e-5));
  }
}

BOOST_AUTO_TEST_CASE(more_noise_is_less_and_more_steps_rows_and_certainty_are_more) {
  const double here = sampled(.01, 1, 1000).epsilon(1e-5);
  BOOST_TEST(sampled(.01, 1.1, 1000).epsilon(1e-5) < here);
  BOOST_TEST(sampled(.01, 1, 1100).epsilon(1e-5) > here);
  BOOST_TEST(sampled(.011, 1, 1000).epsilon(1e-5) > here);
  BOOST_TEST(sampled(.01, 1, 1000).epsilon(1e-6) > here);
  BOOST_TEST(sampled(.01, 1, 1000).epsilon(.999) >= 0);
  RenyiSpent both = sampled(.01, 1, 600);
  both.add_sampled_gaussian(.01, 1, 400);
  BOOST_TEST(std::abs(both.epsilon(1e-5) - here) < 1e-9);
}

BOOST_AUTO_TEST_CASE(the_least_noise_is_found) {
  const auto epsilon_of = [](double sigma) { return sampled(.02, sigma, 500).epsilon(1e-5); };
  for (const double wanted : {.3, 1.0, 8.0}) {
    const double sigma = diffusion::least_sigma(epsilon_of, wanted);
    BOOST_TEST(epsilon_of(sigma) <= wanted);
    BOOST_TEST(epsilon_of(sigma / 1.002) > wanted);
  }
  BOOST_CHECK_EXCEPTION(diffusion::least_sigma([](double) { return 2.0; }, 1), Error, test::says("no noise is enough"));
}

BOOST_AUTO_TEST_SUITE_END()
