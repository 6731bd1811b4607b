// Counts at every threshold of the grid.
#include "app/report/page/operating_grid.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace ballast;
using namespace ballast::app;
using namespace ballast::app::page;
using classifiers::Confusion;

namespace {

constexpr double kRounding = 1e-12;
const std::string kClassifier = "forest", kArm = "none";

// Ten rows; a test part of five each, and scores for them.
struct Parts {
  OperatingGrid grid;
  std::vector<std::int32_t> y{1, 0, 1, 0, 0, 1, 0, 1, 0, 0};
  void add(const std::vector<std::size_t>& rows, const std::vector<float>& score) {
    std::vector<std::int32_t> labels;
    for (const std::size_t row : rows) labels.push_back(y[row]);
    grid.add({kClassifier, kArm, 0.5, score, labels, rows});
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(operating_grid_test)

BOOST_AUTO_TEST_CASE(the_grid_ascends_and_holds_a_half) {
  const auto grid = threshold_grid();
  BOOST_TEST(std::is_sorted(grid.begin(), grid.end()));
  BOOST_TEST(grid[place_of_half()] == 0.5);
  BOOST_TEST(grid.size() < 255u);  // a place fits in a byte
}

BOOST_AUTO_TEST_CASE(counts_are_those_of_the_confusion_matrix_at_each_threshold) {
  Parts parts;
  const std::vector<std::size_t> rows{0, 1, 2, 3, 4};
  const std::vector<float> score{0.9F, 0.5F, 0.004F, 0.25F, 0.0F};
  parts.add(rows, score);
  const std::vector<std::int32_t> labels{1, 0, 1, 0, 0};
  const auto counts = parts.grid.mean_counts(kClassifier, kArm);
  for (std::size_t place = 0; place < counts.size(); ++place) {
    BOOST_TEST((counts[place] == classifiers::confusion(score, labels, threshold_grid()[place])));
  }
}

BOOST_AUTO_TEST_CASE(counts_are_means_over_the_repeats) {
  Parts parts;
  parts.add({0, 1}, {0.9F, 0.9F});
  parts.add({2, 3}, {0.1F, 0.1F});
  const Confusion half = parts.grid.mean_counts(kClassifier, kArm)[place_of_half()];
  BOOST_TEST((half == Confusion{.tp = 0.5, .fp = 0.5, .fn = 0.5, .tn = 0.5}));
}

BOOST_AUTO_TEST_CASE(rates_follow_from_counts_and_weigh_negatives_at_a_base_rate) {
  const Confusion counts{.tp = 6, .fp = 3, .fn = 2, .tn = 89};
  const Rates rates = rates_of(counts, 1, {.miss = 10, .alarm = 2});
  BOOST_TEST(rates.recall == 0.75);
  BOOST_TEST(std::abs(rates.precision - 6.0 / 9) < kRounding);
  BOOST_TEST(std::abs(rates.alerts - 90) < kRounding);
  BOOST_TEST(std::abs(rates.cost - 260) < kRounding);
  const Rates rare = rates_of(counts, 10, {.miss = 10, .alarm = 2});
  BOOST_TEST(rare.recall == 0.75);
  BOOST_TEST(std::abs(rare.precision - 6.0 / 36) < kRounding);
  BOOST_TEST(std::abs(rare.alerts - 1000 * 36.0 / 928) < kRounding);
}

BOOST_AUTO_TEST_CASE(an_arm_that_flags_nothing_has_no_precision_and_no_alerts) {
  const Rates rates = rates_of({.tp = 0, .fp = 0, .fn = 4, .tn = 96}, 1, {});
  BOOST_TEST(rates.precision == 0);
  BOOST_TEST(rates.alerts == 0);
  BOOST_TEST(rates.cost == 400);
}

BOOST_AUTO_TEST_SUITE_END()
