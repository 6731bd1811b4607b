#include "classifiers/decide/decision.hpp"

#include <cmath>
#include <limits>

#include "classifiers/decide/prior_shift.hpp"
#include "engine/error.hpp"

namespace ballast::classifiers {
namespace {

// number(name) if it is there and `good`.
template <class Good>
std::optional<double> read_number(const files::ArchiveReader& in, const char* name, const char* range, Good good) {
  if (!in.has(name)) return std::nullopt;
  const double value = in.number(name);
  if (good(value)) return value;
  throw Error(std::string("decision: bad ") + name).in(in.path()).expected(range).got(std::to_string(value));
}

}  // namespace

float Decision::probability(float score) const noexcept {
  if (!changes_scores()) return score;
  const float p = calibration.apply(odds_ratio == 1 ? score : shift_prior(score, odds_ratio));
  return p < std::numeric_limits<float>::min() ? 0.0F : p;
}

void Decision::apply(std::span<float> scores) const noexcept {
  for (float& score : scores) score = probability(score);
}

void Decision::save(files::ArchiveWriter out) const {
  if (odds_ratio != 1) out.number("odds_ratio", odds_ratio);
  calibration.save(out.child("calibration"));
  if (threshold) {
    out.number("threshold", *threshold);
    out.text("rule", rule);
  }
  if (!decided_on.empty()) out.text("decided_on", decided_on);
  if (base_rate) out.number("base_rate", *base_rate);
}

Decision Decision::load(const files::ArchiveReader& in) {
  const auto positive = [](double x) { return x > 0 && std::isfinite(x); };
  Decision out;
  out.odds_ratio = read_number(in, "odds_ratio", "a finite number above 0", positive).value_or(1);
  out.calibration = Calibration::load(in.child("calibration"));
  out.threshold =
      read_number(in, "threshold", "a finite number of at least 0", [&](double x) { return x == 0 || positive(x); });
  if (out.threshold) out.rule = in.text("rule");
  if (in.has("decided_on")) out.decided_on = in.text("decided_on");
  out.base_rate = read_number(in, "base_rate", "between 0 and 1", [](double x) { return x > 0 && x < 1; });
  return out;
}

}  // namespace ballast::classifiers
