#include "app/report/page/mean_curves.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace ballast::app;
using namespace ballast::app::page;

namespace {

constexpr double kRounding = 1e-12;
const std::string kClassifier = "forest", kArm = "none";

void add(MeanCurves& curves, const std::vector<float>& score, const std::vector<std::int32_t>& y) {
  const std::vector<std::size_t> rows(score.size());
  curves.add({kClassifier, kArm, 0.5, score, y, rows});
}

double at(const MeanCurve& curve, const std::vector<double>& values, double x) {
  for (std::size_t i = 0; i < curve.x.size(); ++i) {
    if (curve.x[i] >= x - 1e-9) return values[i];
  }
  return -1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mean_curves_test)

BOOST_AUTO_TEST_CASE(precision_is_that_of_the_first_decision_to_reach_a_recall) {
  MeanCurves curves;
  add(curves, {0.9F, 0.8F, 0.7F, 0.6F, 0.5F}, {1, 0, 1, 0, 0});
  const MeanCurve pr = curves.precision_recall(kClassifier, kArm);
  BOOST_TEST(at(pr, pr.mean, 0) == 1);
  BOOST_TEST(at(pr, pr.mean, 0.5) == 1);
  BOOST_TEST(std::abs(at(pr, pr.mean, 0.51) - 2.0 / 3) < kRounding);
  BOOST_TEST(std::abs(at(pr, pr.mean, 1) - 2.0 / 3) < kRounding);
  BOOST_TEST((pr.low == pr.mean));  // one repeat has no spread
}

BOOST_AUTO_TEST_CASE(recall_is_that_of_the_false_alarms_one_can_afford) {
  MeanCurves curves;
  add(curves, {0.9F, 0.8F, 0.7F, 0.6F, 0.5F}, {1, 0, 1, 0, 0});
  const MeanCurve roc = curves.roc(kClassifier, kArm);
  BOOST_TEST(at(roc, roc.mean, 1e-4) == 0.5);
  BOOST_TEST(at(roc, roc.mean, 0.3) == 0.5);
  BOOST_TEST(at(roc, roc.mean, 0.4) == 1);
}

BOOST_AUTO_TEST_CASE(the_band_is_one_standard_deviation_inside_0_and_1) {
  MeanCurves curves;
  add(curves, {0.9F, 0.1F}, {1, 0});  // perfect
  add(curves, {0.9F, 0.1F}, {0, 1});  // the reverse: precision 1/2 at any recall
  const MeanCurve pr = curves.precision_recall(kClassifier, kArm);
  BOOST_TEST(std::abs(pr.mean[40] - 0.75) < kRounding);
  BOOST_TEST(std::abs(pr.low[40] - (0.75 - std::sqrt(0.125))) < kRounding);
  BOOST_TEST(pr.high[40] == 1);
}

BOOST_AUTO_TEST_CASE(equal_scores_everywhere_still_give_curves) {
  MeanCurves curves;
  add(curves, {0.0F, 0.0F, 0.0F, 0.0F}, {1, 0, 0, 0});
  const MeanCurve pr = curves.precision_recall(kClassifier, kArm);
  for (const double precision : pr.mean) BOOST_TEST(precision == 0.25);
}

BOOST_AUTO_TEST_SUITE_END()
