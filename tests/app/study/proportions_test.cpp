// Wilson's interval and McNemar's exact test against the formula in Python and values from the hand.
#include "app/study/proportions.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

using namespace ballast::app;

namespace {

constexpr double kRounding = 1e-12;  // the same formula in double, in another order

void near(double value, double expected) {
  BOOST_TEST(std::abs(value - expected) < kRounding);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(proportions_test)

// def wilson(k, n):
//     z = statistics.NormalDist().inv_cdf(.975); p = k / n
//     c = (p + z * z / (2 * n)) / (1 + z * z / n)
//     h = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)); return c - h, c + h
// statsmodels calls it proportion_confint(k, n, method='wilson').
BOOST_AUTO_TEST_CASE(wilson_agrees_with_the_formula_in_python) {
  const struct {
    std::size_t hits, trials;
    double low, high;
  } kCases[]{
      {80, 98, 0.7282500277598462, 0.8805393662448048}, {81, 98, 0.7396490798496071, 0.888778681703581},
      {86, 98, 0.798071601716968, 0.9285479975789057},  {80, 84, 0.8838668496724167, 0.9813282531905099},
      {3, 7, 0.1582198552514697, 0.7495416354723428},
  };
  for (const auto& c : kCases) {
    const Interval interval = wilson_interval(c.hits, c.trials);
    near(interval.low, c.low);
    near(interval.high, c.high);
  }
}

// k = 0: the centre equals the half width, so the low end is 0 and the high end z^2 / (n + z^2).
BOOST_AUTO_TEST_CASE(wilson_stays_within_0_and_1) {
  constexpr double z2 = 1.959963984540054 * 1.959963984540054;
  near(wilson_interval(0, 10).low, 0);
  near(wilson_interval(0, 10).high, z2 / (10 + z2));
  near(wilson_interval(10, 10).low, 10 / (10 + z2));
  near(wilson_interval(10, 10).high, 1);
  BOOST_TEST(wilson_interval(0, 0).low == 0.0);
  BOOST_TEST(wilson_interval(0, 0).high == 1.0);
}

// 2 * 2^-n for n against 0; 3 against 9: 2 (1 + 12 + 66 + 220) / 2^12, which scipy calls binomtest(3, 12).pvalue.
BOOST_AUTO_TEST_CASE(mcnemar_agrees_with_the_binomial_test) {
  near(mcnemar(2, 0).p, 0.5);
  near(mcnemar(6, 0).p, 0.03125);
  near(mcnemar(0, 6).p, 0.03125);
  near(mcnemar(3, 9).p, 0.14599609375);
  near(mcnemar(9, 3).p, 0.14599609375);
  near(mcnemar(4, 4).p, 1);
  near(mcnemar(4, 5).p, 1);
  near(mcnemar(0, 0).p, 1);
}

BOOST_AUTO_TEST_CASE(mcnemar_counts_the_rows_on_which_decisions_differ) {
  const std::vector<std::int32_t> y{1, 1, 1, 0, 0, 0};
  const std::vector<std::uint8_t> a{0, 1, 1, 0, 1, 0};
  const std::vector<std::uint8_t> b{1, 0, 1, 1, 0, 1};
  const McNemar all = mcnemar(a, b, y, false);
  BOOST_TEST(all.gained == 2u);  // rows 0 and 4
  BOOST_TEST(all.lost == 3u);    // rows 1, 3 and 5
  const McNemar positives = mcnemar(a, b, y, true);
  BOOST_TEST(positives.gained == 1u);
  BOOST_TEST(positives.lost == 1u);
  BOOST_TEST(positives.p == 1.0);
}

BOOST_AUTO_TEST_SUITE_END()
