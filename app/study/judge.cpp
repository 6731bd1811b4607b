// Judging the scores of a test part: as it was sampled, and as it would look at a deployment's base rate.
#include "app/study/study.hpp"
#include "classifiers/judge/base_rate.hpp"
#include "classifiers/judge/metrics.hpp"

namespace ballast::app {
namespace {

using classifiers::Confusion;

struct Judged {
  std::span<const float> scores;
  std::span<const std::int32_t> y;
  std::span<const float> weight;

  Confusion at(double threshold) const { return classifiers::confusion(scores, y, threshold, weight); }
};

double cost_per_thousand(const Confusion& counts, const Costs& costs) {
  const double rows = counts.tp + counts.fp + counts.fn + counts.tn;
  return 1000 * (costs.miss * counts.fn + costs.alarm * counts.fp) / rows;
}

MetricValues metrics_of(const Judged& rows, double threshold, const Thresholds& chosen, const Costs& costs) {
  const Confusion plain = rows.at(threshold), best = rows.at(chosen.f1);
  return {classifiers::precision(plain),
          classifiers::recall(plain),
          classifiers::f1(plain),
          classifiers::average_precision(rows.scores, rows.y, rows.weight),
          classifiers::roc_auc(rows.scores, rows.y, rows.weight),
          classifiers::precision(best),
          classifiers::recall(best),
          classifiers::f1(best),
          cost_per_thousand(rows.at(chosen.cost), costs)};
}

Decided decided(const Judged& rows, double threshold) {
  const Confusion counts = rows.at(threshold);
  return {threshold, static_cast<std::size_t>(counts.tp), static_cast<std::size_t>(counts.fp),
          static_cast<std::size_t>(counts.fn), static_cast<std::size_t>(counts.tn)};
}

}  // namespace

RepeatResult judge(std::span<const float> scores, std::span<const std::int32_t> y, const Judging& how) {
  const Judged rows{scores, y, {}};
  RepeatResult out;
  out.plain = decided(rows, how.threshold);
  out.chosen = {decided(rows, how.chosen.f1), decided(rows, how.chosen.cost)};
  out.metrics = metrics_of(rows, how.threshold, how.chosen, how.costs);
  if (!how.base_rate) return out;
  const std::vector<float> weight = classifiers::weights_at_base_rate(y, *how.base_rate);
  const Thresholds& there = how.chosen_at_base_rate;
  out.chosen_at_base_rate = {decided(rows, there.f1), decided(rows, there.cost)};
  out.at_base_rate = metrics_of({scores, y, weight}, how.threshold, there, how.costs);
  return out;
}

}  // namespace ballast::app
