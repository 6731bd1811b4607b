#include "app/report/probability_table.hpp"

#include <algorithm>

#include "app/text/numbers.hpp"

namespace ballast::app {
namespace {

constexpr double kScale = 1000;

// "+0.14 ± 0.05", times kScale.
std::string difference(const PairedTest& test) {
  const std::string delta = fixed(kScale * test.delta, 2, true);
  return test.ci_high ? delta + " ± " + fixed(kScale * (*test.ci_high - test.delta), 2) : delta;
}

}  // namespace

bool corrects_probabilities(const StudyResult& result, bool at_base_rate) {
  if (at_base_rate) return result.options.base_rate.has_value();
  return std::ranges::any_of(result.arms, [](const Arm& arm) {
    return arm.probabilities[kLogLoss].mean != arm.probabilities[kRawLogLoss].mean;
  });
}

std::vector<std::vector<std::string>> probability_table(const StudyResult& result, bool at_base_rate) {
  std::vector<std::vector<std::string>> out{
      {"classifier", "augmentation", "log-loss", "corrected", "from none", "Brier", "corrected", "from none", "F1"}};
  auto test = (at_base_rate ? result.probabilities_at_base_rate : result.probabilities).begin();
  for (const Arm& arm : result.arms) {
    const ProbabilitySummary& mean = at_base_rate ? *arm.probabilities_at_base_rate : arm.probabilities;
    const bool none = arm.augmentation == "none";
    std::vector<std::string>& row = out.emplace_back();
    row = {none ? arm.classifier : "", arm.augmentation};
    for (const auto& [raw, corrected] : {std::pair(kRawLogLoss, kLogLoss), std::pair(kRawBrier, kBrier)}) {
      row.push_back(fixed(kScale * mean[raw].mean, 2));
      row.push_back(fixed(kScale * mean[corrected].mean, 2));
      row.push_back(none ? "" : difference(test->from_none));
      ++test;
    }
    row.push_back(fixed(mean[kCorrectedF1].mean, 3));
  }
  return out;
}

}  // namespace ballast::app
