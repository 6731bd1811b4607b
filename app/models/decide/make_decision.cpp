#include "app/models/decide/make_decision.hpp"

#include <cmath>

#include "classifiers/decide/prior_shift.hpp"
#include "classifiers/judge/base_rate.hpp"
#include "classifiers/judge/metrics.hpp"
#include "engine/error.hpp"

namespace ballast::app {
namespace {

using classifiers::Calibration;

// 1 where the difference is rounding alone.
double odds_ratio_of(const DecisionPlan& plan, double learned, double sampled) {
  constexpr double kRounding = 1e-9;
  if (!plan.correct_prior) return 1;
  const double ratio = classifiers::prior_odds_ratio(plan.base_rate.value_or(sampled), learned);
  return std::fabs(ratio - 1) < kRounding ? 1 : ratio;
}

DecisionStep step_of(std::string name, std::span<const float> score, std::span<const std::int32_t> y,
                     std::span<const float> weight) {
  return {std::move(name), classifiers::reliability(score, y, weight), classifiers::log_loss(score, y, weight)};
}

}  // namespace

MadeDecision make_decision(const DecisionPlan& plan, double learned, double sampled, const HonestScores* scores,
                           std::span<const float> amount) {
  MadeDecision out;
  classifiers::Decision& decision = out.decision;
  decision.odds_ratio = odds_ratio_of(plan, learned, sampled);
  decision.base_rate = plan.base_rate;
  if (!plan.needs_scores()) return out;
  const std::vector<std::int32_t>& y = scores->y;
  const std::vector<float> weight =
      plan.base_rate ? classifiers::weights_at_base_rate(y, *plan.base_rate) : std::vector<float>{};
  std::vector<float> score = scores->score;
  out.rows = y.size();
  out.steps.push_back(step_of("as scored", score, y, weight));
  if (decision.odds_ratio != 1) {
    decision.apply(score);
    out.steps.push_back(step_of("prior put right", score, y, weight));
  }
  Calibration::Kind kind = plan.calibrate;
  if (plan.choose_calibration) {
    out.calibrations = choose_calibration(scores->score, score, y, weight);
    kind = out.calibrations.kind;
  }
  if (kind != Calibration::Kind::none) {
    decision.calibration = kind == Calibration::Kind::platt ? classifiers::fit_platt(score, y, weight)
                                                            : classifiers::fit_isotonic(score, y, weight);
    score = scores->score;
    decision.apply(score);
    out.steps.push_back(step_of("calibrated", score, y, weight));
  }
  decision.decided_on = scores->from;
  if (!plan.choice) return out;
  const classifiers::DecisionCosts costs{plan.cost_miss, plan.cost_alarm, amount};
  try {
    decision.threshold = classifiers::choose(*plan.choice, score, y, weight, costs).threshold;
  } catch (Error& error) {
    throw error.in("--choose " + plan.rule);
  }
  decision.rule = plan.rule;
  out.chosen = figures_of(score, y, *decision.threshold, weight);
  return out;
}

}  // namespace ballast::app
