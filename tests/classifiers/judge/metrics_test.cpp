// Golden values: scikit-learn 1.2.1's roc_auc_score, average_precision_score, log_loss and brier_score_loss of
//   y = [0,0,1,1,0,1,0,1,1,0], s = float32[.1,.4,.35,.8,.4,.4,.05,.9,.6,.7], w = [1,2,1,.5,1,3,1,1,2,.25]
// without and with sample_weight=w.
#include "classifiers/judge/metrics.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "engine/error.hpp"

using namespace ballast::classifiers;

namespace {

const std::vector<std::int32_t> kLabels{0, 0, 1, 1, 0, 1, 0, 1, 1, 0};
const std::vector<float> kScores{.1f, .4f, .35f, .8f, .4f, .4f, .05f, .9f, .6f, .7f};
const std::vector<float> kWeights{1, 2, 1, .5f, 1, 3, 1, 1, 2, .25f};
constexpr double kPrinted = 1e-11;  // the golden values have twelve decimals

bool says(const ballast::Error& error, const std::string& text) {
  return std::string(error.what()).find(text) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(metrics_test)

BOOST_AUTO_TEST_CASE(they_equal_scikit_learns) {
  BOOST_TEST(std::fabs(roc_auc(kScores, kLabels) - 0.760000000000) < kPrinted);
  BOOST_TEST(std::fabs(average_precision(kScores, kLabels) - 0.789285714286) < kPrinted);
  BOOST_TEST(std::fabs(log_loss(kScores, kLabels) - 0.518772036557) < kPrinted);
  BOOST_TEST(std::fabs(brier(kScores, kLabels) - 0.181499997474) < kPrinted);
}

BOOST_AUTO_TEST_CASE(with_weights_they_equal_scikit_learns) {
  BOOST_TEST(std::fabs(roc_auc(kScores, kLabels, kWeights) - 0.771428571429) < kPrinted);
  BOOST_TEST(std::fabs(average_precision(kScores, kLabels, kWeights) - 0.808578811370) < kPrinted);
  BOOST_TEST(std::fabs(log_loss(kScores, kLabels, kWeights) - 0.551168758870) < kPrinted);
  BOOST_TEST(std::fabs(brier(kScores, kLabels, kWeights) - 0.193529408709) < kPrinted);
}

// At 0.4: flagged rows 1 3 4 5 7 8 9, of which 3 5 7 8 are positive; 2 is the positive left out.
BOOST_AUTO_TEST_CASE(counts_at_a_threshold_include_scores_equal_to_it) {
  const Confusion counts = confusion(kScores, kLabels, static_cast<double>(.4f));
  BOOST_TEST((counts == Confusion{4, 3, 1, 2}));
  BOOST_TEST(precision(counts) == 4.0 / 7);
  BOOST_TEST(recall(counts) == 0.8);
  BOOST_TEST(f1(counts) == 8.0 / 12);
  BOOST_TEST(accuracy(counts) == 0.6);
}

BOOST_AUTO_TEST_CASE(precision_is_zero_when_nothing_is_flagged) {
  const Confusion counts = confusion(kScores, kLabels, 2.0);
  BOOST_TEST(precision(counts) == 0.0);
  BOOST_TEST(f1(counts) == 0.0);
}

BOOST_AUTO_TEST_CASE(equal_scores_count_half_in_roc_auc_and_the_base_rate_in_average_precision) {
  const std::vector<float> same(10, 0.3f);
  BOOST_TEST(roc_auc(same, kLabels) == 0.5);
  BOOST_TEST(average_precision(same, kLabels) == 0.5);
}

BOOST_AUTO_TEST_CASE(a_certain_and_wrong_score_costs_a_finite_log_loss) {
  const std::vector<float> score{0};
  const std::vector<std::int32_t> y{1};
  BOOST_TEST(std::fabs(log_loss(score, y) + std::log(kLogLossClip)) < kPrinted);
}

BOOST_AUTO_TEST_CASE(bad_input_is_refused_in_words) {
  const std::vector<float> short_scores{.1f}, not_a_number{std::numeric_limits<float>::quiet_NaN()};
  const std::vector<std::int32_t> one{1};
  BOOST_CHECK_EXCEPTION(roc_auc(short_scores, kLabels), ballast::Error,
                        [](const auto& e) { return says(e, "scores and labels differ"); });
  BOOST_CHECK_EXCEPTION(average_precision(short_scores, one), ballast::Error,
                        [](const auto& e) { return says(e, "rows of both classes"); });
  BOOST_CHECK_EXCEPTION(brier(not_a_number, one), ballast::Error,
                        [](const auto& e) { return says(e, "has no score"); });
  BOOST_CHECK_EXCEPTION(log_loss(kScores, kLabels, short_scores), ballast::Error,
                        [](const auto& e) { return says(e, "scores and weights differ"); });
}

BOOST_AUTO_TEST_SUITE_END()
