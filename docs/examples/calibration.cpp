// Probabilities that come true: rows of the rare class were doubled five times over for training, so scores are too
// high where the model works; the prior shift corrects that, and Platt's map what else is wrong. docs/maths.md, 22
// and 23.
#include <cmath>
#include <cstdio>
#include <vector>

#include "classifiers/decide/calibration.hpp"
#include "classifiers/decide/prior_shift.hpp"
#include "classifiers/judge/reliability.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;

namespace {

// One in fifty is positive where the model works. A perfect model of ten times as many positives, too sure by half.
struct Scored {
  std::vector<float> score;
  std::vector<std::int32_t> y;

  Scored(std::size_t rows, std::uint64_t seed) {
    for (std::size_t i = 0; i < rows; ++i) {
      numeric::RandomStream random(seed, numeric::Purpose::kGeneral, i);
      y.push_back(random.uniform() < 0.02 ? 1 : 0);
      const double x = random.normal() + (y.back() == 1 ? 2 : 0);  // log-odds of the classes: 2 x - 2
      const double log_odds = 1.5 * (2 * x - 2 + std::log(10 * 0.02 / 0.98));
      score.push_back(static_cast<float>(1 / (1 + std::exp(-log_odds))));
    }
  }
  void print(const char* name) const {
    const auto parts = classifiers::reliability(score, y);
    std::printf("%-22s Brier %.5f, of which unreliable %.5f\n", name, parts.brier, parts.reliability);
  }
  double unreliable() const { return classifiers::reliability(score, y).reliability; }
};

}  // namespace

int main() {
  Scored validation(20000, 1), test(20000, 2);
  const double raw = test.unreliable();
  test.print("raw scores");

  const double odds_ratio = classifiers::prior_odds_ratio(0.02, 10 * 0.02 / (10 * 0.02 + 0.98));
  classifiers::shift_prior(validation.score, odds_ratio);
  classifiers::shift_prior(test.score, odds_ratio);
  const double shifted = test.unreliable();
  test.print("after the prior shift");

  // Learned on rows that neither trained the model nor judge it.
  const auto map = classifiers::fit_platt(validation.score, validation.y);
  for (float& score : test.score) score = map.apply(score);
  test.print("after Platt's map");
  std::printf("p = 1 / (1 + exp(-(%.3f z %+.3f)))\n", map.platt().slope, map.platt().offset);
  return shifted < 0.5 * raw && test.unreliable() < 0.5 * shifted && std::fabs(map.platt().slope - 1 / 1.5) < 0.1 ? 0
                                                                                                                  : 1;
}
