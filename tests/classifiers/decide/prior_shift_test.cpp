// Prior shift against Bayes' rule on two known bells, and what it must leave alone.
#include "classifiers/decide/prior_shift.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

#include "engine/error.hpp"

using namespace ballast::classifiers;

namespace {

// P(1 | x) where positives are N(1, 1), the others N(0, 1), and positives have this share.
double posterior(double x, double share) {
  const double positive = share * std::exp(-(x - 1) * (x - 1) / 2);
  const double other = (1 - share) * std::exp(-x * x / 2);
  return positive / (positive + other);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(prior_shift_test)

BOOST_AUTO_TEST_CASE(turns_the_posterior_of_one_prior_into_that_of_another) {
  for (const double trained : {0.5, 0.1}) {
    for (const double at_work : {0.002, 0.3}) {
      const double ratio = prior_odds_ratio(at_work, trained);
      for (double x = -3; x <= 6; x += 0.25) {
        const double expected = posterior(x, at_work);
        BOOST_TEST(shift_prior(static_cast<float>(posterior(x, trained)), ratio) == expected,
                   boost::test_tools::tolerance(2e-5));  // the float32 score, where 1 - s is small
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(undoes_what_thinning_out_the_majority_did) {
  // Dal Pozzolo et al. 2015: of the majority a share beta was kept; p = beta s / (beta s - s + 1).
  const double beta = 0.05, share = 0.01;
  const double thinned = share / (share + beta * (1 - share));
  const double ratio = prior_odds_ratio(share, thinned);
  for (const double s : {0.01, 0.3, 0.5, 0.9, 0.999}) {
    const double score = static_cast<float>(s);
    BOOST_TEST(shift_prior(static_cast<float>(s), ratio) == beta * score / (beta * score - score + 1),
               boost::test_tools::tolerance(1e-6));
  }
}

BOOST_AUTO_TEST_CASE(keeps_certain_scores_and_the_order) {
  std::vector<float> scores{0, 0.25F, 0.5F, 0.75F, 1};
  shift_prior(scores, 0.01);
  BOOST_TEST(scores.front() == 0);
  BOOST_TEST(scores.back() == 1);
  for (std::size_t i = 1; i < scores.size(); ++i) BOOST_TEST(scores[i - 1] < scores[i]);
  BOOST_TEST(shift_prior(0.3F, 1) == 0.3F, boost::test_tools::tolerance(1e-6F));
}

BOOST_AUTO_TEST_CASE(refuses_shares_that_leave_a_class_out) {
  for (const double share : {0.0, 1.0, -0.1, std::nan("")}) {
    BOOST_CHECK_THROW(prior_odds_ratio(share, 0.5), ballast::Error);
    BOOST_CHECK_THROW(prior_odds_ratio(0.5, share), ballast::Error);
  }
}

BOOST_AUTO_TEST_SUITE_END()
