// Judging the scores of a test part: as it was sampled, and as it would look at a deployment's base rate.
#include <algorithm>
#include <vector>

#include "app/study/study.hpp"
#include "classifiers/metrics.hpp"

namespace ballast::app {
namespace {

MetricValues metrics_of(std::span<const float> scores, std::span<const std::int32_t> y, double threshold,
                        std::span<const float> weight) {
  const classifiers::Confusion counts = classifiers::confusion(scores, y, threshold, weight);
  return {classifiers::precision(counts), classifiers::recall(counts), classifiers::f1(counts),
          classifiers::average_precision(scores, y, weight), classifiers::roc_auc(scores, y, weight)};
}

}  // namespace

double negative_weight(std::size_t positives, std::size_t negatives, double base_rate) {
  return static_cast<double>(positives) * (1 - base_rate) / (base_rate * static_cast<double>(negatives));
}

std::vector<float> weights_at_base_rate(std::span<const std::int32_t> y, double base_rate) {
  const auto positives = static_cast<std::size_t>(std::ranges::count(y, 1));
  const auto negative = static_cast<float>(negative_weight(positives, y.size() - positives, base_rate));
  std::vector<float> out;
  for (const std::int32_t label : y) out.push_back(label == 1 ? 1.0F : negative);
  return out;
}

RepeatResult judge(std::span<const float> scores, std::span<const std::int32_t> y, double threshold,
                   std::optional<double> base_rate) {
  const classifiers::Confusion counts = classifiers::confusion(scores, y, threshold);
  RepeatResult out;
  out.threshold = threshold;
  out.tp = static_cast<std::size_t>(counts.tp);
  out.fp = static_cast<std::size_t>(counts.fp);
  out.fn = static_cast<std::size_t>(counts.fn);
  out.tn = static_cast<std::size_t>(counts.tn);
  out.metrics = metrics_of(scores, y, threshold, {});
  if (base_rate) out.at_base_rate = metrics_of(scores, y, threshold, weights_at_base_rate(y, *base_rate));
  return out;
}

}  // namespace ballast::app
