// From the repeats of each arm to summaries, paired comparisons with `none`, and Holm's correction over all of them.
#include <algorithm>

#include "app/study/study.hpp"

namespace ballast::app {
namespace {

std::vector<double> values_of(const Arm& arm, std::size_t metric) {
  std::vector<double> out;
  for (const RepeatResult& repeat : arm.per_repeat) out.push_back(repeat.metrics[metric]);
  return out;
}

Comparison compare(const Arm& a, const Arm& b, std::size_t metric, double test_to_train) {
  std::vector<double> differences = values_of(b, metric);
  const std::vector<double> plain = values_of(a, metric);
  for (std::size_t r = 0; r < plain.size(); ++r) differences[r] -= plain[r];
  Comparison out;
  out.classifier = b.classifier;
  out.a = a.augmentation;
  out.b = b.augmentation;
  out.metric = static_cast<Metric>(metric);
  out.test = corrected_resampled_t(differences, test_to_train);
  return out;
}

void correct(std::vector<Comparison>& family, std::size_t repeats) {
  std::vector<std::optional<double>> p;
  for (const Comparison& comparison : family) p.push_back(comparison.test.p);
  const std::vector<std::optional<double>> adjusted = holm(p);
  const auto tests = static_cast<double>(
      std::max<std::ptrdiff_t>(1, std::ranges::count_if(p, [](const auto& x) { return x.has_value(); })));
  for (std::size_t i = 0; i < family.size(); ++i) {
    family[i].p_holm = adjusted[i];
    const std::optional<double>& error = family[i].test.standard_error;
    if (error && *error > 0) family[i].detectable = detectable_difference(*error, repeats, 0.05 / tests);
  }
}

}  // namespace

void compare_arms(StudyResult& result, double test_to_train) {
  for (Arm& arm : result.arms) {
    for (std::size_t m = 0; m < kMetricNames.size(); ++m) arm.summary[m] = mean_sd(values_of(arm, m));
  }
  for (const Arm& b : result.arms) {
    if (b.augmentation == "none") continue;
    const auto a = std::ranges::find_if(
        result.arms, [&](const Arm& arm) { return arm.classifier == b.classifier && arm.augmentation == "none"; });
    for (std::size_t m = 0; m < kMetricNames.size(); ++m) {
      result.comparisons.push_back(compare(*a, b, m, test_to_train));
    }
  }
  correct(result.comparisons, result.options.repeats);
  result.verdict = verdict_of(result, test_to_train);
}

}  // namespace ballast::app
