// Ranks as normal scores: stretches of ties, and few knots of many values.
#include "engine/tabular/features/normal_scores.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

using namespace ballast::tabular;

BOOST_AUTO_TEST_SUITE(normal_scores_test)

BOOST_AUTO_TEST_CASE(a_tied_value_has_the_stretch_of_its_ranks) {
  const NormalScores s = normal_scores(std::vector<double>{10, 20, 20, 30});
  constexpr double kFloat = 1e-6;
  BOOST_TEST(std::fabs(s.low[1] - normal_score(0.25)) < kFloat);
  BOOST_TEST(std::fabs(s.high[1] - normal_score(0.75)) < kFloat);
  for (const double u : {0.001, 0.3, 0.999}) BOOST_TEST(s.inverse(s.spread(20, u)) == 20);
  BOOST_TEST(std::fabs(normal_share(s.spread(20, 0.3)) - 0.4) < kFloat);
  BOOST_TEST(s.spread(10, 0.9) == s.forward(10));
  BOOST_TEST(s.inverse(-9) == 10);
  BOOST_TEST(s.inverse(9) == 30);
  const double between = s.inverse((s.high[1] + s.low[2]) / 2);
  BOOST_TEST(std::fabs(between - 25) < 1e-4);
}

BOOST_AUTO_TEST_CASE(of_many_values_few_thousand_knots_are_kept_and_every_atom) {
  std::vector<double> cells(100000);
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = static_cast<double>(i) / 1000;
  std::fill_n(cells.begin() + 30000, 500, 30.0);
  std::ranges::sort(cells);
  const NormalScores s = normal_scores(cells);
  BOOST_TEST(s.is_valid());
  BOOST_TEST(s.values.size() <= 2 * NormalScores::kMostKnots + 2);
  BOOST_TEST(s.values.size() >= NormalScores::kMostKnots / 2);
  BOOST_TEST(s.inverse(s.spread(30, 0.5)) == 30);
  BOOST_TEST(s.values.back() == cells.back());
  for (const double value : {0.0, 0.017, 12.345, 77.777, 99.999}) {
    BOOST_TEST(std::fabs(s.inverse(static_cast<float>(s.forward(value))) - value) < 0.001);
  }
}

BOOST_AUTO_TEST_SUITE_END()
