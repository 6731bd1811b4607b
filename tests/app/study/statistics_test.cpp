// The corrected resampled t test and Holm's procedure against values from scipy.stats and from the hand.
#include "app/study/statistics.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

using namespace ballast::app;

namespace {

// Both sides compute in double; only the t distribution's series differ.
constexpr double kSeries = 1e-9;

void near(double value, double expected) {
  BOOST_TEST(std::abs(value - expected) <= kSeries * std::abs(expected));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(statistics_test)

// import numpy as np; from scipy import stats
// d = np.array([.02, .035, -.01, .04, .015]); se = np.sqrt((1/5 + .25) * d.var(ddof=1)); t = d.mean() / se
// p = 2 * stats.t.sf(t, 4); q = stats.t.ppf(.975, 4); print(d.mean(), se, p, d.mean() - q * se, d.mean() + q * se)
BOOST_AUTO_TEST_CASE(corrected_t_agrees_with_scipy) {
  const std::vector<double> d{.02, .035, -.01, .04, .015};
  const PairedTest test = corrected_resampled_t(d, 0.25);
  near(test.delta, 0.02);
  near(test.standard_error.value(), 0.013205112646244258);
  near(test.p.value(), 0.20445165930382636);
  near(test.ci_low.value(), -0.016663270370250418);
  near(test.ci_high.value(), 0.056663270370250415);
  near(detectable_difference(*test.standard_error, 5, 0.05), 0.0490888136082694);
}

// With no test rows the correction vanishes: t = 3 / (1 / sqrt(3)) = 5.196 with 2 degrees of freedom, whose tail has
// the closed form P(T > t) = 1/2 - t / (2 sqrt(2 + t^2)).
BOOST_AUTO_TEST_CASE(without_the_correction_it_is_the_paired_t_test) {
  const std::vector<double> d{2, 3, 4};
  const double t = 3 * std::sqrt(3.0);
  near(corrected_resampled_t(d, 0).p.value(), 1 - t / std::sqrt(2 + t * t));
}

BOOST_AUTO_TEST_CASE(the_correction_widens_the_interval) {
  const std::vector<double> d{.01, .03, .02, .05};
  const PairedTest plain = corrected_resampled_t(d, 0), corrected = corrected_resampled_t(d, 0.25);
  BOOST_TEST(*corrected.p > *plain.p);
  near((*corrected.ci_high - *corrected.ci_low) / (*plain.ci_high - *plain.ci_low), std::sqrt((0.25 + 0.25) / 0.25));
}

BOOST_AUTO_TEST_CASE(one_repeat_has_a_difference_but_no_interval) {
  const std::vector<double> d{.04};
  const PairedTest test = corrected_resampled_t(d, 0.25);
  BOOST_TEST(test.delta == 0.04);
  BOOST_TEST(!test.ci_low.has_value());
  BOOST_TEST(!test.ci_high.has_value());
  BOOST_TEST(!test.p.has_value());
}

BOOST_AUTO_TEST_CASE(equal_differences_are_no_proof) {
  const PairedTest nothing = corrected_resampled_t(std::vector<double>{0, 0, 0}, 0.25);
  BOOST_TEST(nothing.p.value() == 1.0);
  BOOST_TEST(nothing.ci_low.value() == 0.0);
  const PairedTest unknown = corrected_resampled_t(std::vector<double>{.1, .1, .1}, 0.25);
  BOOST_TEST(!unknown.p.has_value());
  BOOST_TEST(!unknown.ci_low.has_value());
}

// Sorted .005 .01 .03 .04 times 4 3 2 1 = .02 .03 .06 .04, made monotone: .02 .03 .06 .06.
BOOST_AUTO_TEST_CASE(holm_steps_down_and_stays_monotone) {
  const std::vector<std::optional<double>> p{.01, .04, std::nullopt, .03, .005};
  const auto adjusted = holm(p);
  near(adjusted[0].value(), .03);
  near(adjusted[1].value(), .06);
  BOOST_TEST(!adjusted[2].has_value());
  near(adjusted[3].value(), .06);
  near(adjusted[4].value(), .02);
}

BOOST_AUTO_TEST_CASE(holm_never_passes_one) {
  for (const auto& p : holm(std::vector<std::optional<double>>{.6, .7, .9})) BOOST_TEST(p.value() == 1.0);
}

BOOST_AUTO_TEST_CASE(sd_needs_two_values) {
  BOOST_TEST(!mean_sd(std::vector<double>{3}).sd.has_value());
  const MeanSd two = mean_sd(std::vector<double>{1, 3});
  BOOST_TEST(two.mean == 2.0);
  near(two.sd.value(), std::sqrt(2.0));
}

// Two rows, one positive: it stands first or second, precision 1 or 1/2. Three rows, two positives: 1, 5/6 or 7/12.
BOOST_AUTO_TEST_CASE(blind_scores_are_expected_a_little_above_the_share_of_positives) {
  BOOST_TEST(std::abs(blind_pr_auc(1, 2) - 0.75) < 1e-12);
  BOOST_TEST(std::abs(blind_pr_auc(2, 3) - (1 + 5.0 / 6 + 7.0 / 12) / 3) < 1e-12);
  BOOST_TEST(std::abs(blind_pr_auc(10000, 100000) - 0.1) < 2e-4);
}

BOOST_AUTO_TEST_SUITE_END()
