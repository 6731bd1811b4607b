#include "classifiers/decide/prior_shift.hpp"

#include <cmath>
#include <string>

#include "engine/error.hpp"

namespace ballast::classifiers {
namespace {

double odds(double share) {
  if (!(share > 0 && share < 1)) {
    throw Error("a share of positives out of range").expected("between 0 and 1").got(std::to_string(share));
  }
  return share / (1 - share);
}

}  // namespace

double prior_odds_ratio(double share_at_work, double share_in_training) {
  return odds(share_at_work) / odds(share_in_training);
}

// Fused by hand, so that an exported copy of this code, whatever its compiler fuses, gives the same bits.
float shift_prior(float score, double odds_ratio) {
  const double s = score;
  return static_cast<float>(odds_ratio * s / std::fma(odds_ratio, s, 1 - s));
}

void shift_prior(std::span<float> scores, double odds_ratio) {
  for (float& score : scores) score = shift_prior(score, odds_ratio);
}

}  // namespace ballast::classifiers
