// The choice of a threshold against brute force over every cut, with ties and weights.
#include "classifiers/judge/threshold.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

#include "engine/error.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast::classifiers;

namespace {

constexpr double kRounding = 1e-12;  // sums of a few dozen weights in another order

struct Scored {
  std::vector<float> score, weight;
  std::vector<std::int32_t> y;
};

// Scores on a grid of `levels`, so that many are equal; higher for positives on the whole.
Scored random_scores(std::uint64_t seed, std::size_t rows, std::uint64_t levels, bool weighted) {
  Scored out;
  ballast::numeric::RandomStream random(seed, ballast::numeric::Purpose::kGeneral);
  for (std::size_t row = 0; row < rows; ++row) {
    out.y.push_back(random.uniform() < 0.3 ? 1 : 0);
    const double level = std::floor(static_cast<double>(levels) * std::sqrt(random.uniform()));
    const double score = (out.y.back() == 1 ? level : level * random.uniform()) / static_cast<double>(levels);
    out.score.push_back(static_cast<float>(std::round(score * 16) / 16));
    if (weighted) out.weight.push_back(static_cast<float>(1 + random.below(3)));
  }
  return out;
}

// The largest F_beta of any threshold whatever, by trying each score and one above all.
double best_by_force(const Scored& data, double beta) {
  double best = 0;
  for (const float cut : data.score) {
    for (const double threshold : {static_cast<double>(cut), static_cast<double>(cut) + 1e-6}) {
      best = std::max(best, f_beta(confusion(data.score, data.y, threshold, data.weight), beta));
    }
  }
  return best;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(threshold_test)

BOOST_AUTO_TEST_CASE(the_best_f_beta_is_the_best_of_every_cut) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Scored data = random_scores(seed, 5 + seed, 8, seed % 2 == 0);
    const auto points = operating_points(data.score, data.y, data.weight);
    for (const double beta : {0.5, 1.0, 2.0}) {
      const OperatingPoint chosen = best_f_beta(points, beta);
      const Confusion counts = confusion(data.score, data.y, chosen.threshold, data.weight);
      BOOST_TEST(std::abs(f_beta(counts, beta) - best_by_force(data, beta)) < kRounding);
    }
  }
}

BOOST_AUTO_TEST_CASE(each_point_counts_what_its_threshold_flags) {
  const Scored data = random_scores(7, 60, 8, true);
  for (const OperatingPoint& point : operating_points(data.score, data.y, data.weight)) {
    const Confusion counts = confusion(data.score, data.y, point.threshold, data.weight);
    BOOST_TEST((counts == point.counts));  // weights are small whole numbers: sums are exact
  }
}

BOOST_AUTO_TEST_CASE(thresholds_lie_halfway_and_equal_scores_go_together) {
  const std::vector<float> score{0.25F, 0.75F, 0.75F, 0.5F};
  const std::vector<std::int32_t> y{0, 1, 0, 1};
  const auto points = operating_points(score, y);
  BOOST_REQUIRE(points.size() == 4u);
  BOOST_TEST(points[0].threshold > 0.75);
  BOOST_TEST(points[1].threshold == 0.625);
  BOOST_TEST(points[2].threshold == 0.375);
  BOOST_TEST(points[3].threshold == 0.25);
  BOOST_TEST((points[1].counts == Confusion{1, 1, 1, 1}));
  BOOST_TEST(best_f_beta(points).threshold == 0.375);  // P 2/3, R 1: F1 0.8
}

BOOST_AUTO_TEST_CASE(of_equals_the_one_that_flags_least_is_taken) {
  const std::vector<float> score{0.9F, 0.6F, 0.3F};
  const std::vector<std::int32_t> y{1, 0, 0};
  const auto points = operating_points(score, y);
  BOOST_TEST(best_point(points, [](const Confusion&) { return 1.0; }).counts.tp == 0);
  const auto no_misses = [](const Confusion& counts) { return -counts.fn; };
  BOOST_TEST((best_point(points, no_misses).counts == Confusion{1, 0, 0, 2}));
}

// The forms that the header promises to be a few lines each.
BOOST_AUTO_TEST_CASE(other_ways_of_choosing_are_figures_of_merit) {
  const std::vector<float> score{0.9F, 0.8F, 0.7F, 0.6F, 0.5F, 0.4F};
  const std::vector<std::int32_t> y{1, 0, 1, 1, 0, 0};
  const auto points = operating_points(score, y);
  const auto floor = [](const Confusion& c) { return precision(c) >= 0.7 ? recall(c) : -1.0; };
  BOOST_TEST((best_point(points, floor).counts == Confusion{3, 1, 0, 2}));
  const auto cost = [](const Confusion& c) { return -(1 * c.fn + 10 * c.fp); };
  BOOST_TEST((best_point(points, cost).counts == Confusion{1, 0, 2, 3}));
}

BOOST_AUTO_TEST_CASE(f_beta_is_one_when_all_is_right_and_zero_when_nothing_is_found) {
  BOOST_TEST(f_beta({5, 0, 0, 9}, 2) == 1.0);
  BOOST_TEST(f_beta({0, 0, 0, 9}, 2) == 0.0);
  BOOST_TEST(f_beta({0, 3, 5, 9}, 0.5) == 0.0);
  const Confusion counts{6, 2, 3, 9};
  BOOST_TEST(std::abs(f_beta(counts, 1) - f1(counts)) < kRounding);
  const double p = precision(counts), r = recall(counts);
  BOOST_TEST(std::abs(f_beta(counts, 2) - 5 * p * r / (4 * p + r)) < kRounding);
}

BOOST_AUTO_TEST_CASE(no_rows_or_lengths_that_differ_are_refused) {
  const std::vector<float> score{0.5F};
  const std::vector<std::int32_t> y{1, 0};
  const auto says = [](const char* text) {
    return [text](const ballast::Error& error) { return std::string(error.what()).find(text) != std::string::npos; };
  };
  BOOST_CHECK_EXCEPTION(operating_points({}, {}), ballast::Error, says("no rows to score"));
  BOOST_CHECK_EXCEPTION(operating_points(score, y), ballast::Error, says("differ in number"));
}

BOOST_AUTO_TEST_SUITE_END()
