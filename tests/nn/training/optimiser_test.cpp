// Learning-rate schedules, clipping and the warm-up of the moving average, by hand.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

#include "nn/training/optimiser.hpp"

using namespace ballast;

BOOST_AUTO_TEST_SUITE(optimiser_test)

BOOST_AUTO_TEST_CASE(rates_climb_hold_and_fall_as_stated) {
  const nn::LearningRate constant{.peak = 2};
  BOOST_TEST(constant.at(0) == 2.0);
  BOOST_TEST(constant.at(1000000) == 2.0);
  const nn::LearningRate linear{.peak = 2, .decay = nn::Decay::linear, .warmup = 3, .total = 13};
  BOOST_TEST(linear.at(0) == 0.5);
  BOOST_TEST(linear.at(2) == 1.5);
  BOOST_TEST(linear.at(3) == 2.0);
  BOOST_TEST(linear.at(8) == 1.0);
  BOOST_TEST(linear.at(13) == 0.0);
  BOOST_TEST(linear.at(99) == 0.0);
  const nn::LearningRate cosine{.peak = 2, .decay = nn::Decay::cosine, .warmup = 0, .total = 12};
  BOOST_TEST(cosine.at(0) == 2.0);
  BOOST_TEST(std::fabs(cosine.at(4) - 1.5) < 1e-15);  // (1 + cos(60 degrees)) / 2
  BOOST_TEST(std::fabs(cosine.at(12)) < 1e-15);
}

BOOST_AUTO_TEST_CASE(clipping_scales_a_long_gradient_down_to_the_bound) {
  numeric::ThreadPool pool(2);
  const std::size_t size = 20000;  // several chunks
  std::vector<double> value(size), same(size);
  // With epsilon far above every gradient, the first update is value -= rate g / epsilon: it shows the scale of g.
  nn::Optimiser<double> clipped(value, {.epsilon = 1e6, .clip_norm = 5}), free(value, {.epsilon = 1e6});
  std::ranges::fill(clipped.gradients(), 1.0);
  std::ranges::fill(free.gradients(), 1.0);
  clipped.update(value, 1e6, pool);
  free.update(same, 1e6, pool);
  const double norm = std::sqrt(static_cast<double>(size));
  BOOST_TEST(std::fabs(clipped.gradient_norm() - norm) < 1e-9);
  BOOST_TEST(std::fabs(value[7] / same[7] - 5 / norm) < 1e-6);
  BOOST_TEST(std::isnan(free.gradient_norm()));
  // A short gradient is left alone.
  std::vector<double> gentle(size);
  nn::Optimiser<double> loose(gentle, {.epsilon = 1e6, .clip_norm = 1e3});
  std::ranges::fill(loose.gradients(), 1.0);
  loose.update(gentle, 1e6, pool);
  BOOST_TEST(gentle[7] == same[7]);
}

// The first update is rate g / (|g| + epsilon): of a gradient as small as the epsilon of Adam's authors, half the rate.
BOOST_AUTO_TEST_CASE(epsilon_is_that_of_the_paper_unless_said_otherwise) {
  numeric::ThreadPool pool(1);
  std::vector<double> value = {0.0};
  nn::Optimiser<double> optimiser(value, {});
  optimiser.gradients()[0] = 1e-8;
  optimiser.update(value, 1, pool);
  BOOST_TEST(std::fabs(value[0] + 0.5) < 1e-12);
}

// Without gradients only the decay is left; where it ends, in the middle of a block of work, nothing moves.
BOOST_AUTO_TEST_CASE(weights_decay_by_rate_times_decay_and_others_stay) {
  numeric::ThreadPool pool(2);
  constexpr std::size_t kSize = 20000, kDecayed = 8200;
  std::vector<double> value(kSize, 2.0);
  nn::Optimiser<double> optimiser(value, {.weight_decay = 0.5, .decayed = kDecayed});
  for (int update = 0; update < 2; ++update) optimiser.update(value, 0.1, pool);
  BOOST_TEST(std::fabs(value[0] - 2 * 0.95 * 0.95) < 1e-15);
  BOOST_TEST(value[kDecayed - 1] == value[0]);
  BOOST_TEST(value[kDecayed] == 2.0);
  BOOST_TEST(value[kSize - 1] == 2.0);
}

BOOST_AUTO_TEST_CASE(the_moving_average_warms_up) {
  numeric::ThreadPool pool(1);
  std::vector<double> value = {1.0};
  nn::Optimiser<double> optimiser(value, {.ema_decay = 0.15});
  double average = 1;
  for (const double decay : {1.0 / 10, 0.15, 0.15}) {  // (1 + k) / (10 + k): 0.1, 0.18, 0.25
    optimiser.gradients()[0] = 1;
    optimiser.update(value, 0.1, pool);
    average = decay * average + (1 - decay) * value[0];
    BOOST_TEST(std::fabs(optimiser.ema()[0] - average) < 1e-14);
  }
}

BOOST_AUTO_TEST_SUITE_END()
