#include "app/fidelity/privacy/risk.hpp"

#include <algorithm>
#include <cmath>

namespace ballast::app::fidelity {
namespace {

constexpr double kNormal975 = 1.959963984540054;

struct Rate {
  double centre, error;
};

Rate wilson_rate(const Guesses& of) {
  const double z2 = kNormal975 * kNormal975, n = static_cast<double>(of.guesses), hits = static_cast<double>(of.hits);
  return {(hits + z2 / 2) / (n + z2), kNormal975 / (n + z2) * std::sqrt(hits * (n - hits) / n + z2 / 4)};
}

}  // namespace

Value excess_risk(const Guesses& learned, const Guesses& control) {
  if (learned.guesses == 0 || control.guesses == 0) return {};
  const Rate a = wilson_rate(learned), c = wilson_rate(control);
  const double rest = 1 - c.centre, risk = (a.centre - c.centre) / rest;
  const double error = std::hypot(a.error / rest, c.error * (a.centre - 1) / (rest * rest));
  const auto held = [](double value) { return std::clamp(value, 0.0, 1.0); };
  return {held(risk), Interval{held(risk - error), held(risk + error)}};
}

}  // namespace ballast::app::fidelity
