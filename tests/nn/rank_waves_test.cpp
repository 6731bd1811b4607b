#include "nn/rank_waves.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using ballast::nn::kRankFunctions;
using ballast::nn::rank_waves;

BOOST_AUTO_TEST_SUITE(rank_waves_test)

// At a quarter the angles of the first four waves are 45, 90, 135 and 180 degrees.
BOOST_AUTO_TEST_CASE(waves_are_their_formula) {
  constexpr double kRounding = 1e-15;
  const double half = std::sqrt(0.5);
  const auto at = rank_waves(0.25);
  const double want[] = {-0.5, half, half, 0, half, -half / std::sqrt(3.0), half / std::sqrt(3.0), -0.5, 0};
  for (std::size_t k = 0; k < 9; ++k) BOOST_TEST(std::fabs(at[k] - want[k]) < kRounding);
}

BOOST_AUTO_TEST_CASE(neighbouring_ranks_have_neighbouring_values) {
  for (double r = 0; r < 0.999; r += 0.01) {
    const auto here = rank_waves(r), there = rank_waves(r + 0.001);
    for (std::size_t k = 0; k < kRankFunctions; ++k) BOOST_TEST(std::fabs(here[k] - there[k]) < 0.01);
  }
}

BOOST_AUTO_TEST_SUITE_END()
