// Rules for choosing a threshold against brute force over every cut; rules and floors that cannot be.
#include "classifiers/judge/choice.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <functional>
#include <vector>

#include "classifiers/judge/base_rate.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"
#include "tests/refusals.hpp"

using namespace ballast::classifiers;
using ballast::test::says;

namespace {

struct Scored {
  std::vector<float> score, amount;
  std::vector<std::int32_t> y;
};

Scored random_scores(std::uint64_t seed, std::size_t rows) {
  Scored out;
  ballast::numeric::RandomStream random(seed, ballast::numeric::Purpose::kGeneral);
  for (std::size_t row = 0; row < rows; ++row) {
    out.y.push_back(random.uniform() < 0.2 ? 1 : 0);
    const double score = out.y.back() == 1 ? 0.4 + 0.6 * random.uniform() : 0.7 * random.uniform();
    out.score.push_back(static_cast<float>(std::round(score * 64) / 64));
    out.amount.push_back(static_cast<float>(random.below(50)));
  }
  return out;
}

// The largest merit of any threshold whatever; flagging nothing is one.
double best_by_force(const Scored& data, const std::vector<float>& weight,
                     const std::function<double(double threshold, const Confusion&)>& merit) {
  double best = merit(2, confusion(data.score, data.y, 2, weight));
  for (const float cut : data.score) {
    const auto threshold = static_cast<double>(cut);
    best = std::max(best, merit(threshold, confusion(data.score, data.y, threshold, weight)));
  }
  return best;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(choice_test)

BOOST_AUTO_TEST_CASE(every_rule_finds_the_best_of_every_cut) {
  constexpr double kRounding = 1e-6;  // weights are float
  for (std::uint64_t seed = 1; seed <= 15; ++seed) {
    const Scored data = random_scores(seed, 120);
    for (const bool rare : {false, true}) {
      const std::vector<float> weight = rare ? weights_at_base_rate(data.y, 0.02) : std::vector<float>{};
      const auto check = [&](const char* rule, const std::function<double(const Confusion&)>& merit) {
        const OperatingPoint point = choose(Choice::parse(rule), data.score, data.y, weight);
        BOOST_TEST((point.counts == confusion(data.score, data.y, point.threshold, weight)));
        const double best = best_by_force(data, weight, [&](double, const Confusion& c) { return merit(c); });
        BOOST_TEST(std::fabs(merit(point.counts) - best) < kRounding, rule);
      };
      check("f1", [](const Confusion& c) { return f1(c); });
      check("fbeta=2", [](const Confusion& c) { return f_beta(c, 2); });
      check("recall@precision=0.5", [](const Confusion& c) { return precision(c) >= 0.5 ? recall(c) : -1; });
      check("precision@recall=0.8", [](const Confusion& c) { return recall(c) >= 0.8 ? precision(c) : -1; });
      check("cost", [](const Confusion& c) { return -(10 * c.fn + c.fp); });
      check("alerts=200",
            [](const Confusion& c) { return c.tp + c.fp > 0 && alerts_per_thousand(c) <= 200 ? recall(c) : -1; });
    }
  }
}

BOOST_AUTO_TEST_CASE(amounts_make_a_miss_cost_what_is_lost) {
  for (std::uint64_t seed = 1; seed <= 15; ++seed) {
    const Scored data = random_scores(seed, 80);
    const auto cost_at = [&](double threshold) {
      double sum = 0;
      for (std::size_t row = 0; row < data.y.size(); ++row) {
        const bool flagged = static_cast<double>(data.score[row]) >= threshold;
        if (data.y[row] == 1 && !flagged) sum += 2 * static_cast<double>(data.amount[row]);
        if (data.y[row] == 0 && flagged) sum += 7;
      }
      return sum;
    };
    const OperatingPoint point =
        choose(Choice::parse("cost"), data.score, data.y, {}, {.miss = 2, .alarm = 7, .amount = data.amount});
    const double least =
        -best_by_force(data, {}, [&](double threshold, const Confusion&) { return -cost_at(threshold); });
    BOOST_TEST(cost_at(point.threshold) == least);
  }
}

// Equal recall within the floor: the threshold that flags fewer is taken.
BOOST_AUTO_TEST_CASE(of_equals_the_one_that_flags_least) {
  const std::vector<float> score{0.9F, 0.8F, 0.7F};
  const std::vector<std::int32_t> y{1, 0, 0};
  BOOST_TEST((choose(Choice::parse("recall@precision=0.3"), score, y).counts == Confusion{1, 0, 0, 2}));
  BOOST_TEST((choose(Choice::parse("alerts=1000"), score, y).counts == Confusion{1, 0, 0, 2}));
}

BOOST_AUTO_TEST_CASE(floors_out_of_reach_name_the_best_there_is) {
  const std::vector<float> score{0.9F, 0.8F, 0.7F, 0.7F};
  const std::vector<std::int32_t> y{0, 1, 1, 0};
  BOOST_CHECK_EXCEPTION(choose(Choice::parse("recall@precision=0.6"), score, y), ballast::Error,
                        says("no threshold reaches that precision; expected a precision of 0.6, got '0.5, the best "
                             "there is, at a recall of 0.5'"));
  BOOST_CHECK_EXCEPTION(choose(Choice::parse("alerts=100"), score, y), ballast::Error,
                        says("expected at most 100 alerts per 1,000 rows, got '250, the fewest there can be'"));
}

BOOST_AUTO_TEST_CASE(rules_are_read_with_their_numbers) {
  BOOST_TEST(Choice::parse("f1").value == 1);
  BOOST_TEST(Choice::parse("fbeta=0.5").value == 0.5);
  BOOST_TEST((Choice::parse("alerts=5").rule == Choice::Rule::alerts));
  BOOST_CHECK_EXCEPTION(Choice::parse("f2"), ballast::Error, says("did you mean 'f1'?"));
  BOOST_CHECK_EXCEPTION(Choice::parse("recall@precison=0.9"), ballast::Error, says("did you mean 'recall@precision'?"));
  BOOST_CHECK_EXCEPTION(Choice::parse(""), ballast::Error, says("unknown rule"));
  BOOST_CHECK_EXCEPTION(Choice::parse("f1=2"), ballast::Error, says("takes no number"));
  BOOST_CHECK_EXCEPTION(Choice::parse("cost=2"), ballast::Error, says("takes no number"));
  for (const char* bad : {"fbeta", "fbeta=", "fbeta=0", "fbeta=nan", "fbeta=2x"}) {
    BOOST_CHECK_EXCEPTION(Choice::parse(bad), ballast::Error, says("needs its number"));
  }
  for (const char* bad : {"recall@precision=1.1", "precision@recall=0", "alerts=0", "alerts=-5", "alerts=2000"}) {
    BOOST_CHECK_EXCEPTION(Choice::parse(bad), ballast::Error, says("needs its number"));
  }
}

BOOST_AUTO_TEST_SUITE_END()
