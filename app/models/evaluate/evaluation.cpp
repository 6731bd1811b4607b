#include "app/models/evaluate/evaluation.hpp"

#include "classifiers/judge/base_rate.hpp"
#include "classifiers/judge/choice.hpp"

namespace ballast::app {
namespace {

template <class T>
Figures figures(std::span<const T> score, std::span<const std::int32_t> y, double threshold,
                std::span<const float> weight) {
  Figures out;
  out.counts = classifiers::confusion(score, y, threshold, weight);
  out.precision = classifiers::precision(out.counts);
  out.recall = classifiers::recall(out.counts);
  out.f1 = classifiers::f1(out.counts);
  out.alerts = classifiers::alerts_per_thousand(out.counts);
  out.pr_auc = classifiers::average_precision(score, y, weight);
  out.roc_auc = classifiers::roc_auc(score, y, weight);
  out.log_loss = classifiers::log_loss(score, y, weight);
  out.probabilities = classifiers::reliability(score, y, weight);
  return out;
}

}  // namespace

Figures figures_of(std::span<const float> score, std::span<const std::int32_t> y, double threshold,
                   std::span<const float> weight) {
  return figures(score, y, threshold, weight);
}

Evaluation evaluate(std::span<const double> score, std::span<const std::int32_t> y, double threshold,
                    std::optional<double> base_rate) {
  Evaluation out{y.size(), threshold, figures(score, y, threshold, {}), base_rate, {}};
  if (base_rate)
    out.at_base_rate = figures<double>(score, y, threshold, classifiers::weights_at_base_rate(y, *base_rate));
  return out;
}

}  // namespace ballast::app
