// The parts of the Brier score add up to it, and say what they should of probabilities whose truth is known.
#include "classifiers/judge/reliability.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

#include "classifiers/judge/base_rate.hpp"
#include "classifiers/judge/metrics.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast::classifiers;

namespace {

constexpr double kRounding = 1e-12;

struct Scored {
  std::vector<float> p, weight;
  std::vector<std::int32_t> y;
};

// Labels drawn by the probability p^power: calibrated for power 1.
Scored drawn(std::size_t rows, double power, std::uint64_t seed) {
  ballast::numeric::RandomStream random(seed, ballast::numeric::Purpose::kGeneral);
  Scored out;
  for (std::size_t row = 0; row < rows; ++row) {
    const double p = random.uniform();
    out.p.push_back(static_cast<float>(p));
    out.y.push_back(random.uniform() < std::pow(p, power) ? 1 : 0);
    out.weight.push_back(static_cast<float>(random.uniform() + 0.1));
  }
  return out;
}

double sum_of(const Reliability& r) {
  return r.reliability - r.resolution + r.uncertainty + r.within;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reliability_test)

BOOST_AUTO_TEST_CASE(the_parts_add_up_to_the_brier_score) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Scored data = drawn(400, 1.5, seed);
    for (const std::vector<float>& weight : {std::vector<float>{}, data.weight, weights_at_base_rate(data.y, 0.01)}) {
      const Reliability r = reliability(data.p, data.y, weight);
      BOOST_TEST(std::fabs(r.brier - brier(data.p, data.y, weight)) < kRounding);
      BOOST_TEST(std::fabs(sum_of(r) - r.brier) < kRounding);
    }
  }
}

// Four rows, two bins: 0.2 and 0.4 hold one positive, 0.8 and 0.8 two.
BOOST_AUTO_TEST_CASE(a_small_case_by_hand) {
  constexpr double kFloat = 1e-7;  // 0.2F is not 0.2
  const std::vector<float> p{0.2F, 0.4F, 0.8F, 0.8F};
  const std::vector<std::int32_t> y{0, 1, 1, 1};
  const std::vector<double> edges{0, 0.5, 1};
  const Reliability r = reliability(p, y, {}, edges);
  BOOST_REQUIRE_EQUAL(r.bins.size(), 2U);
  BOOST_TEST(r.bins[0].rows == 2U);
  BOOST_TEST(std::fabs(r.bins[0].mean - 0.3) < kFloat);
  BOOST_TEST(std::fabs(r.bins[0].share - 0.5) < kFloat);
  BOOST_TEST(std::fabs(r.reliability - (0.04 + 0.04) / 2) < kFloat);
  BOOST_TEST(std::fabs(r.resolution - (0.0625 + 0.0625) / 2) < kFloat);
  BOOST_TEST(std::fabs(r.uncertainty - 0.1875) < kFloat);
  BOOST_TEST(std::fabs(r.within - (2 * 0.01 - 2 * (-0.5 * -0.1 + 0.5 * 0.1)) / 4) < kFloat);
}

BOOST_AUTO_TEST_CASE(calibrated_probabilities_have_a_reliability_near_zero) {
  const Reliability good = reliability(drawn(20000, 1, 9).p, drawn(20000, 1, 9).y);
  const Scored bad = drawn(20000, 3, 9);
  BOOST_TEST(good.reliability < 0.001);  // a dozen bins of some 1,700 rows: about 12 x 0.2 / 20,000
  BOOST_TEST(reliability(bad.p, bad.y).reliability > 0.02);
}

// Weighing negatives so that positives are a stated share is what a sample of that share looks like.
BOOST_AUTO_TEST_CASE(weights_of_a_base_rate_give_its_uncertainty) {
  const Scored data = drawn(2000, 1, 4);
  const Reliability r = reliability(data.p, data.y, weights_at_base_rate(data.y, 0.02));
  BOOST_TEST(std::fabs(r.uncertainty - 0.02 * 0.98) < 1e-7);  // weights are float
}

BOOST_AUTO_TEST_CASE(zero_and_one_have_bins_and_bins_without_weight_are_left_out) {
  const std::vector<float> p{0, 1, 0.5F}, weight{1, 1, 0};
  const std::vector<std::int32_t> y{0, 1, 1};
  const Reliability r = reliability(p, y, weight);
  BOOST_REQUIRE_EQUAL(r.bins.size(), 2U);
  BOOST_TEST(r.bins[0].high == 0.001);
  BOOST_TEST(r.bins[1].low == 0.9);
  BOOST_TEST(r.brier == 0);
}

BOOST_AUTO_TEST_CASE(no_rows_and_no_weight_are_refused) {
  const std::vector<float> p{0.5F}, zero{0};
  const std::vector<std::int32_t> y{1};
  BOOST_CHECK_THROW(reliability(std::span<const float>{}, {}), ballast::Error);
  BOOST_CHECK_EXCEPTION(reliability(p, y, zero), ballast::Error, [](const ballast::Error& error) {
    return std::string(error.what()).find("sum to zero") != std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()
