// Successive halving as its header counts it.
#include <boost/test/unit_test.hpp>

#include "app/study/tune/race_plan.hpp"

using namespace ballast::app;

BOOST_AUTO_TEST_SUITE(race_plan_test)

BOOST_AUTO_TEST_CASE(thirds_go_on_to_three_times_the_folds) {
  const std::vector<Rung> race = plan_race(54, 5);
  BOOST_REQUIRE(race.size() == 3u);
  BOOST_TEST(race[0].candidates == 54u);
  BOOST_TEST(race[0].folds == 1u);
  BOOST_TEST(race[1].candidates == 18u);
  BOOST_TEST(race[1].folds == 2u);
  BOOST_TEST(race[2].candidates == 6u);
  BOOST_TEST(race[2].folds == 5u);
  BOOST_TEST(fits_of(race) == 90u);
}

BOOST_AUTO_TEST_CASE(one_candidate_is_judged_on_all_folds) {
  for (const std::size_t folds : {2u, 3u, 5u, 10u}) {
    const std::vector<Rung> race = plan_race(1, folds);
    BOOST_TEST(race.back().candidates == 1u);
    BOOST_TEST(race.back().folds == folds);
    BOOST_TEST(fits_of(race) == folds);
  }
}

BOOST_AUTO_TEST_CASE(a_budget_is_spent_as_far_as_whole_candidates_go) {
  BOOST_TEST(affordable_candidates(90, 5) == 54u);
  BOOST_TEST(affordable_candidates(4, 5) == 0u);
  for (const std::size_t fits : {5u, 17u, 40u, 123u}) {
    const std::size_t candidates = affordable_candidates(fits, 5);
    BOOST_TEST(fits_of(plan_race(candidates, 5)) <= fits);
    BOOST_TEST(fits_of(plan_race(candidates + 1, 5)) > fits);
  }
}

BOOST_AUTO_TEST_SUITE_END()
