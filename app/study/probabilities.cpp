#include "app/study/probabilities.hpp"

#include "app/study/study.hpp"
#include "classifiers/decide/prior_shift.hpp"
#include "classifiers/judge/metrics.hpp"

namespace ballast::app {
namespace {

std::vector<double> values_of(const Arm& arm, ProbabilityMetric metric, bool at_base_rate) {
  std::vector<double> out;
  for (const RepeatResult& repeat : arm.per_repeat) {
    out.push_back(at_base_rate ? repeat.probabilities_at_base_rate->at(metric) : repeat.probabilities[metric]);
  }
  return out;
}

PairedTest difference(std::vector<double> b, const std::vector<double>& a, double test_to_train) {
  for (std::size_t r = 0; r < a.size(); ++r) b[r] -= a[r];
  return corrected_resampled_t(b, test_to_train);
}

}  // namespace

ProbabilityValues judge_probabilities(std::span<const float> scores, std::span<const std::int32_t> y, double odds_ratio,
                                      std::span<const float> weight) {
  std::vector<float> corrected(scores.begin(), scores.end());
  classifiers::shift_prior(corrected, odds_ratio);
  const classifiers::Confusion counts = classifiers::confusion(corrected, y, 0.5, weight);
  return {classifiers::log_loss(scores, y, weight),
          classifiers::brier(scores, y, weight),
          classifiers::log_loss(corrected, y, weight),
          classifiers::brier(corrected, y, weight),
          classifiers::precision(counts),
          classifiers::recall(counts),
          classifiers::f1(counts)};
}

ProbabilitySummary summarise_probabilities(const Arm& arm, bool at_base_rate) {
  ProbabilitySummary out;
  for (std::size_t m = 0; m < out.size(); ++m) {
    out[m] = mean_sd(values_of(arm, static_cast<ProbabilityMetric>(m), at_base_rate));
  }
  return out;
}

std::vector<ProbabilityComparison> compare_probabilities(const StudyResult& result, bool at_base_rate) {
  std::vector<ProbabilityComparison> out;
  for (const Arm& arm : result.arms) {
    const Arm& none = *find_arm(result, arm.classifier, "none");
    for (const auto& [metric, raw] : {std::pair(kLogLoss, kRawLogLoss), std::pair(kBrier, kRawBrier)}) {
      const std::vector<double> own = values_of(arm, metric, at_base_rate);
      out.push_back({arm.classifier, arm.augmentation, metric,
                     difference(own, values_of(none, metric, at_base_rate), result.test_to_train),
                     difference(own, values_of(arm, raw, at_base_rate), result.test_to_train)});
    }
  }
  return out;
}

}  // namespace ballast::app
