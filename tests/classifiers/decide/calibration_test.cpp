// Calibration: what the maps find where the truth is known, their limits, and files that no fit wrote.
#include "classifiers/decide/calibration.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "classifiers/judge/metrics.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"
#include "tests/refusals.hpp"

using namespace ballast::classifiers;
using ballast::files::ArchiveReader;
using ballast::files::ArchiveWriter;
using ballast::test::says;

namespace {

struct Scored {
  std::vector<float> score, weight;
  std::vector<std::int32_t> y;
};

double logit(double p) {
  return std::log(p / (1 - p));
}

double logistic(double z) {
  return 1 / (1 + std::exp(-z));
}

// Scores s whose true probability is logistic(slope logit(s) + offset).
Scored distorted(std::size_t rows, double slope, double offset, std::uint64_t seed = 3) {
  ballast::numeric::RandomStream random(seed, ballast::numeric::Purpose::kGeneral);
  Scored out;
  for (std::size_t row = 0; row < rows; ++row) {
    const double s = logistic(3 * random.normal());
    out.score.push_back(static_cast<float>(s));
    out.y.push_back(random.uniform() < logistic(slope * logit(s) + offset) ? 1 : 0);
  }
  return out;
}

Scored few() {
  return {{0.1F, 0.2F, 0.3F, 0.4F, 0.5F, 0.6F}, {}, {0, 1, 0, 0, 1, 1}};
}

std::vector<float> applied(const Calibration& map, const std::vector<float>& score) {
  std::vector<float> out;
  for (const float s : score) out.push_back(map.apply(s));
  return out;
}

Calibration stored(const Calibration& map) {
  ArchiveWriter out("test");
  map.save(out.child("c"));
  return Calibration::load(ArchiveReader::from_bytes(out.bytes(), "stored").child("c"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(calibration_test)

BOOST_AUTO_TEST_CASE(platt_finds_the_slope_and_offset_that_distorted_the_scores) {
  constexpr double kSampling = 0.06;  // about three standard errors at 40,000 rows
  const Scored data = distorted(40000, 0.6, -1);
  const Calibration map = fit_platt(data.score, data.y);
  BOOST_TEST(std::fabs(map.platt().slope - 0.6) < kSampling);
  BOOST_TEST(std::fabs(map.platt().offset + 1) < kSampling);
}

// At the minimum the gradient is zero: the mean probability is the mean target, and so is it weighted by log-odds.
BOOST_AUTO_TEST_CASE(platts_map_is_the_least_log_loss_of_his_targets) {
  constexpr double kFlat = 1e-6;
  const Scored data = distorted(500, 1.5, 0.3);
  const Calibration map = fit_platt(data.score, data.y);
  double positives = 0;
  for (const std::int32_t label : data.y) positives += label;
  const double high = (positives + 1) / (positives + 2), low = 1 / (500 - positives + 2);
  double pull = 0, moment = 0;
  for (std::size_t row = 0; row < data.y.size(); ++row) {
    const double s = std::clamp(static_cast<double>(data.score[row]), map.platt().low, map.platt().high);
    const double p = logistic(map.platt().slope * logit(s) + map.platt().offset);
    pull += p - (data.y[row] == 1 ? high : low);
    moment += (p - (data.y[row] == 1 ? high : low)) * logit(s);
  }
  BOOST_TEST(std::fabs(pull) < kFlat * 500);
  BOOST_TEST(std::fabs(moment) < kFlat * 500);
}

BOOST_AUTO_TEST_CASE(scores_that_part_the_classes_leave_platt_finite) {
  const Scored data{{0, 0, 0.1F, 0.9F, 1, 1}, {}, {0, 0, 0, 1, 1, 1}};
  const Calibration map = fit_platt(data.score, data.y);
  BOOST_TEST(map.apply(0) > 0);
  BOOST_TEST(map.apply(1) < 1);
  const Scored certain{{0, 0, 1, 1}, {}, {0, 0, 1, 1}};
  BOOST_TEST(fit_platt(certain.score, certain.y).apply(1) > 0.5);
}

// Six rows by hand: targets 0.2 and 0.8; 0.2, {0.8, 0.2, 0.2} pooled to 0.4, {0.8, 0.8} pooled to one level.
BOOST_AUTO_TEST_CASE(isotonic_pools_violators_and_joins_their_centres) {
  constexpr double kFloat = 1e-6;
  const Scored data = few();
  const Calibration map = fit_isotonic(data.score, data.y);
  BOOST_REQUIRE_EQUAL(map.scores().size(), 3U);
  const std::vector<double> centres{0.1, 0.3, 0.55}, levels{0.2, 0.4, 0.8};
  for (std::size_t k = 0; k < 3; ++k) {
    BOOST_TEST(std::fabs(map.scores()[k] - centres[k]) < kFloat);
    BOOST_TEST(std::fabs(map.probabilities()[k] - levels[k]) < kFloat);
  }
  BOOST_TEST(std::fabs(map.apply(0.2F) - 0.3F) < kFloat);
  BOOST_TEST(map.apply(0) == 0.2F);
  BOOST_TEST(map.apply(1) == 0.8F);
}

// The least squared error of any rising sequence is min over ends of max over starts of mean (Ayer et al. 1955).
BOOST_AUTO_TEST_CASE(isotonic_levels_are_those_of_the_min_max_formula) {
  constexpr double kRounding = 1e-9;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Scored data = distorted(40, 0.5, 0, seed);
    std::ranges::sort(data.score);
    double positives = 0;
    for (const std::int32_t label : data.y) positives += label;
    if (positives == 0 || positives == 40) continue;
    std::vector<double> target;
    for (const std::int32_t label : data.y) {
      target.push_back(label == 1 ? (positives + 1) / (positives + 2) : 1 / (40 - positives + 2));
    }
    std::vector<double> level;
    for (std::size_t i = 0; i < 40; ++i) {
      double least = 2;
      for (std::size_t end = i; end < 40; ++end) {
        double most = -1;
        for (std::size_t start = 0; start <= i; ++start) {
          double sum = 0;
          for (std::size_t k = start; k <= end; ++k) sum += target[k];
          most = std::max(most, sum / static_cast<double>(end - start + 1));
        }
        least = std::min(least, most);
      }
      level.push_back(least);
    }
    if (level.front() == level.back()) continue;
    const Calibration map = fit_isotonic(data.score, data.y);
    std::size_t knot = 0;
    for (std::size_t i = 0; i < 40; ++i) {
      if (i > 0 && level[i] > level[i - 1] + kRounding) ++knot;
      BOOST_REQUIRE(knot < map.probabilities().size());
      BOOST_TEST(std::fabs(map.probabilities()[knot] - level[i]) < kRounding);
    }
    BOOST_TEST(knot + 1 == map.probabilities().size());
  }
}

BOOST_AUTO_TEST_CASE(both_maps_rise_and_lower_the_log_loss_of_fresh_rows) {
  const Scored data = distorted(4000, 0.4, -1, 5), fresh = distorted(4000, 0.4, -1, 6);
  for (const auto fit : {fit_platt, fit_isotonic}) {
    const Calibration map = fit(data.score, data.y, {});
    BOOST_TEST(log_loss(applied(map, fresh.score), fresh.y) < 0.9 * log_loss(fresh.score, fresh.y));
    for (float s = 0; s < 1; s += 0.001F) BOOST_TEST(map.apply(s) <= map.apply(s + 0.001F));
    BOOST_TEST(map.apply(0) > 0);
    BOOST_TEST(map.apply(1) < 1);
  }
}

BOOST_AUTO_TEST_CASE(a_weight_of_two_is_the_row_twice_and_of_zero_no_row) {
  Scored data = distorted(300, 0.7, 0), twice;
  for (std::size_t row = 0; row < data.y.size(); ++row) {
    data.weight.push_back(static_cast<float>(row % 3));
    for (std::size_t copy = 0; copy < row % 3; ++copy) {
      twice.score.push_back(data.score[row]);
      twice.y.push_back(data.y[row]);
    }
  }
  constexpr float kRounding = 1e-5F;
  for (const auto fit : {fit_platt, fit_isotonic}) {
    const Calibration a = fit(data.score, data.y, data.weight), b = fit(twice.score, twice.y, {});
    for (const float s : {0.0F, 0.02F, 0.3F, 0.77F, 1.0F}) BOOST_TEST(std::fabs(a.apply(s) - b.apply(s)) < kRounding);
  }
}

BOOST_AUTO_TEST_CASE(none_gives_scores_back) {
  BOOST_TEST(Calibration().apply(0.37F) == 0.37F);
  BOOST_TEST((Calibration().kind() == Calibration::Kind::none));
}

BOOST_AUTO_TEST_CASE(a_stored_map_gives_the_same_bits) {
  const Scored data = distorted(800, 0.5, 1);
  for (const Calibration& map : {Calibration(), fit_platt(data.score, data.y), fit_isotonic(data.score, data.y)}) {
    const Calibration again = stored(map);
    BOOST_TEST(again.name() == map.name());
    for (const float s : data.score) BOOST_TEST(again.apply(s) == map.apply(s));
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_calibrated_is_refused) {
  const std::vector<float> score{0.1F, 0.5F, 0.9F};
  const std::vector<std::int32_t> positives{1, 1, 1}, falling{1, 1, 0}, two{0, 1};
  const std::vector<float> nan{0.1F, std::numeric_limits<float>::quiet_NaN(), 0.9F}, zero{1, 1, 0};
  for (const auto fit : {fit_platt, fit_isotonic}) {
    BOOST_CHECK_EXCEPTION(fit(score, positives, {}), ballast::Error, says("rows of both classes"));
    BOOST_CHECK_EXCEPTION(fit(score, falling, {}), ballast::Error, says("do not rise with the label"));
    BOOST_CHECK_EXCEPTION(fit(score, falling, zero), ballast::Error, says("rows of both classes"));
    BOOST_CHECK_EXCEPTION(fit(score, two, {}), ballast::Error, says("differ in number"));
    BOOST_CHECK_EXCEPTION(fit(nan, falling, {}), ballast::Error, says("has no score"));
  }
}

BOOST_AUTO_TEST_CASE(hostile_files_are_refused) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  const auto load = [](const std::vector<double>& score, const std::vector<double>& probability) {
    ArchiveWriter out("test");
    out.text("kind", "isotonic");
    out.array<double>("score", score);
    out.array<double>("probability", probability);
    return Calibration::load(ArchiveReader::from_bytes(out.bytes(), "hostile.ballast"));
  };
  using Case = std::pair<std::vector<double>, std::vector<double>>;
  for (const auto& [score, probability] :
       {Case{{}, {}}, Case{{0.1}, {0.1, 0.2}}, Case{{0.2, 0.1}, {0.1, 0.2}}, Case{{0.1, 0.1}, {0.1, 0.2}},
        Case{{0.1, 0.2}, {0.2, 0.1}}, Case{{0.1, kNaN}, {0.1, 0.2}}, Case{{0.1, 0.2}, {kNaN, 0.2}},
        Case{{-0.1, 0.2}, {0.1, 0.2}}, Case{{0.1, 0.2}, {0.1, 1.2}}}) {
    BOOST_CHECK_EXCEPTION(load(score, probability), ballast::Error, says("hostile.ballast: calibration: bad knots"));
  }
  for (const double slope : {0.0, -1.0, kNaN, std::numeric_limits<double>::infinity()}) {
    BOOST_CHECK_EXCEPTION(Calibration::platt({.slope = slope}), ballast::Error, says("bad coefficients"));
  }
  BOOST_CHECK_EXCEPTION(Calibration::platt({.offset = kNaN}), ballast::Error, says("bad coefficients"));
  BOOST_CHECK_EXCEPTION(Calibration::platt({.low = 0}), ballast::Error, says("bad coefficients"));
  BOOST_CHECK_EXCEPTION(Calibration::platt({.low = 0.5, .high = 0.5}), ballast::Error, says("bad coefficients"));
  ArchiveWriter out("test");
  out.text("kind", "beta");
  BOOST_CHECK_EXCEPTION(Calibration::load(ArchiveReader::from_bytes(out.bytes(), "x")), ballast::Error,
                        says("platt or isotonic"));
}

BOOST_AUTO_TEST_SUITE_END()
