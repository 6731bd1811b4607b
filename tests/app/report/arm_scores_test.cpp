#include "app/report/arm_scores.hpp"

#include <boost/test/unit_test.hpp>

using namespace ballast::app;

namespace {

// Arms of one classifier, of which only the two metrics are set.
StudyResult study_of(const std::vector<std::pair<double, double>>& area_and_cost) {
  StudyResult out;
  for (const auto& [area, cost] : area_and_cost) {
    Arm arm{.classifier = "forest", .augmentation = "arm " + std::to_string(out.arms.size())};
    arm.summary[kPrAuc].mean = area;
    arm.summary[kChosenCost].mean = cost;
    out.arms.push_back(std::move(arm));
  }
  return out;
}

std::vector<bool> best_by(const StudyResult& result, Metric metric) {
  std::vector<bool> out;
  for (const Arm& arm : result.arms) out.push_back(is_best(result, arm, metric, false));
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(arm_scores)

BOOST_AUTO_TEST_CASE(the_best_arm_has_the_largest_area_and_the_least_cost) {
  const StudyResult result = study_of({{0.5, 3}, {0.7, 9}, {0.6, 4}});
  BOOST_TEST(best_by(result, kPrAuc) == std::vector<bool>({false, true, false}), boost::test_tools::per_element());
  BOOST_TEST(best_by(result, kChosenCost) == std::vector<bool>({true, false, false}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(equals_share_the_first_place) {
  BOOST_TEST(best_by(study_of({{0.7, 1}, {0.7, 1}, {0.6, 1}}), kPrAuc) == std::vector<bool>({true, true, false}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_arm_is_best_where_none_is_worse) {
  BOOST_TEST(best_by(study_of({{0.7, 1}, {0.7, 1}}), kPrAuc) == std::vector<bool>({false, false}),
             boost::test_tools::per_element());
  BOOST_TEST(best_by(study_of({{0.7, 1}}), kPrAuc) == std::vector<bool>({false}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_comparison_is_found_whether_it_was_tested_or_not) {
  StudyResult result = study_of({{0.5, 3}, {0.7, 9}});
  Comparison tested{
      .classifier = "forest", .a = "arm 0", .b = "arm 1", .metric = kPrAuc, .test = {}, .p_holm = {}, .detectable = {}};
  tested.test.delta = 0.2;
  Comparison untested = tested;
  untested.metric = kRocAuc;
  result.comparisons = {tested};
  result.untested = {untested};
  const Arm& arm = result.arms[1];
  BOOST_REQUIRE(find_comparison(result, arm, kPrAuc, false) != nullptr);
  BOOST_TEST(find_comparison(result, arm, kPrAuc, false)->test.delta == 0.2);
  BOOST_REQUIRE(find_comparison(result, arm, kRocAuc, false) != nullptr);
  BOOST_TEST(find_comparison(result, arm, kF1, false) == nullptr);
  BOOST_TEST(find_comparison(result, arm, kPrAuc, true) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
