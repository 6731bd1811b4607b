// The bootstrap over the rows of one split, against the metrics themselves on tables that hold the drawn rows.
#include "app/study/row_test.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "app/study/study.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;
using namespace ballast::app;

namespace {

constexpr double kRounding = 1e-9;

// 30 positives and 170 others; scores on a coarse grid, so that there are ties. ahead: how far positives are.
SplitScores scores(std::uint64_t seed, double ahead, std::vector<std::int32_t>& y) {
  numeric::RandomStream random(seed, numeric::Purpose::kGeneral);
  SplitScores out{{}, {0.5, 0.3}, {0.5, 0.3}};
  y.clear();
  for (std::size_t row = 0; row < 200; ++row) {
    y.push_back(row < 30 ? 1 : 0);
    const double score = random.uniform() * 0.6 + (row < 30 ? ahead : 0);
    out.score.push_back(static_cast<float>(std::round(score * 40) / 40));
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(row_test_test)

// The stream of a draw is its number's, so the draw can be made again by hand.
BOOST_AUTO_TEST_CASE(a_draw_is_judged_as_a_table_of_the_drawn_rows_is) {
  OneSplit split;
  split.arms = {scores(1, 0.3, split.y)};
  const Costs costs{7, 2};
  const RowDraws draws = draw_rows(split, costs, {}, 42);
  BOOST_REQUIRE(draws.values.size() == kRowDraws);
  for (const std::size_t draw : {0u, 17u}) {
    numeric::RandomStream random(42, numeric::Purpose::kStatistics, draw);
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < 170; ++i) rows.push_back(30 + random.below(170));
    for (std::size_t i = 0; i < 30; ++i) rows.push_back(random.below(30));
    std::vector<float> score;
    std::vector<std::int32_t> y;
    for (const std::size_t row : rows) {
      score.push_back(split.arms[0].score[row]);
      y.push_back(split.y[row]);
    }
    const RepeatResult judged = judge(score, y, {.chosen = {0.5, 0.3}, .costs = costs});
    for (std::size_t m = 0; m < kTestedMetrics.size(); ++m) {
      BOOST_TEST(std::abs(draws.values[draw][0][m] - judged.metrics[kTestedMetrics[m]]) < kRounding);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_base_rate_weighs_the_others) {
  OneSplit split;
  split.arms = {scores(1, 0.3, split.y)};
  const RowDraws sampled = draw_rows(split, {}, {}, 42), rare = draw_rows(split, {}, 0.01, 42);
  for (std::size_t draw = 0; draw < 50; ++draw) BOOST_TEST(rare.values[draw][0][0] <= sampled.values[draw][0][0]);
}

BOOST_AUTO_TEST_CASE(a_clear_difference_is_found_and_none_between_equals) {
  OneSplit split;
  split.arms = {scores(1, 0.1, split.y), scores(2, 0.5, split.y), scores(3, 0.1, split.y), scores(1, 0.1, split.y)};
  const RowDraws draws = draw_rows(split, {}, {}, 42);
  const PairedTest better = paired_bootstrap(draws, 0, 1, 0, 0.5);
  BOOST_TEST(*better.ci_low > 0);
  BOOST_TEST(*better.p < 0.005);
  BOOST_TEST(better.delta == 0.5);
  const PairedTest alike = paired_bootstrap(draws, 0, 2, 0, 0);
  BOOST_TEST(*alike.ci_low < 0);
  BOOST_TEST(*alike.ci_high > 0);
  const PairedTest same = paired_bootstrap(draws, 0, 3, 0, 0);
  BOOST_TEST(*same.p == 1);
  BOOST_TEST(*same.ci_low == 0);
}

BOOST_AUTO_TEST_SUITE_END()
