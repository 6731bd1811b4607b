// Judging the scores of a test part: as it was sampled, and as it would look at a deployment's base rate.
#include "app/study/study.hpp"
#include "classifiers/judge/base_rate.hpp"
#include "classifiers/judge/metrics.hpp"

namespace ballast::app {
namespace {

MetricValues metrics_of(std::span<const float> scores, std::span<const std::int32_t> y, double threshold,
                        std::span<const float> weight) {
  const classifiers::Confusion counts = classifiers::confusion(scores, y, threshold, weight);
  return {classifiers::precision(counts), classifiers::recall(counts), classifiers::f1(counts),
          classifiers::average_precision(scores, y, weight), classifiers::roc_auc(scores, y, weight)};
}

}  // namespace

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
  if (base_rate) out.at_base_rate = metrics_of(scores, y, threshold, classifiers::weights_at_base_rate(y, *base_rate));
  return out;
}

}  // namespace ballast::app
