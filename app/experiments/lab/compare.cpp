// What the runs of a lab say about its arms.
#include <algorithm>
#include <cmath>
#include <tuple>

#include "app/experiments/lab/lab.hpp"

namespace ballast::app {

namespace {

std::vector<double> values_of(const LabArm& arm, double ArmRun::*figure) {
  std::vector<double> values;
  for (const ArmRun& run : arm.runs) values.push_back(run.*figure);
  return values;
}

// log(a / b), one for each repeat. Nothing is 0 but a time that the clock did not see.
std::vector<double> log_ratios(const LabArm& a, const LabArm& b, double ArmRun::*figure) {
  constexpr double kLeast = 1e-12;
  std::vector<double> ratios;
  for (std::size_t r = 0; r < a.runs.size(); ++r) {
    ratios.push_back(std::log(std::max(kLeast, a.runs[r].*figure) / std::max(kLeast, b.runs[r].*figure)));
  }
  return ratios;
}

double sum_log(const LabArm& arm) {
  double sum = 0;
  for (const ArmRun& run : arm.runs) sum += std::log(std::max(1e-12, run.mmd));
  return sum;
}

std::vector<double> gather_ratios(const LabResult& result, std::string LabArm::*factor, const std::string& what,
                                  const std::string& instead_of, double ArmRun::*figure) {
  std::vector<double> all;
  for (const LabArm& a : result.arms) {
    for (const LabArm& b : result.arms) {
      const bool others_equal =
          a.predict == b.predict && (factor == &LabArm::training ? a.schedule == b.schedule : a.training == b.training);
      if (a.*factor != what || b.*factor != instead_of || !others_equal) continue;
      const std::vector<double> ratios = log_ratios(a, b, figure);
      all.insert(all.end(), ratios.begin(), ratios.end());
    }
  }
  return all;
}

LabEffect effect_of(const LabResult& result, std::string LabArm::*factor, const std::string& what,
                    const std::string& instead_of) {
  const auto mean_ratio = [&](double ArmRun::*figure) {
    return std::exp(mean_sd(gather_ratios(result, factor, what, instead_of, figure)).mean);
  };
  return {what, instead_of, mean_ratio(&ArmRun::mmd), mean_ratio(&ArmRun::error), mean_ratio(&ArmRun::seconds)};
}

void test_against_best(LabResult& result, double test_to_train) {
  const LabArm& best = result.arms[result.best];
  std::vector<std::optional<double>> p;
  for (LabArm& arm : result.arms) {
    if (&arm == &best) continue;
    const PairedTest test = corrected_resampled_t(log_ratios(arm, best, &ArmRun::mmd), test_to_train);
    arm.ratio = std::exp(test.delta);
    p.push_back(test.p);
  }
  const std::vector<std::optional<double>> corrected = holm(p);
  std::size_t next = 0;
  for (LabArm& arm : result.arms) {
    if (&arm != &best) arm.p_holm = corrected[next++];
  }
}

}  // namespace

void compare_lab_arms(LabResult& result, double test_to_train) {
  for (LabArm& arm : result.arms) {
    arm.error = mean_sd(values_of(arm, &ArmRun::error));
    arm.mmd = mean_sd(values_of(arm, &ArmRun::mmd));
    arm.seconds = mean_sd(values_of(arm, &ArmRun::seconds));
  }
  const auto least = std::ranges::min_element(result.arms, {}, sum_log);
  result.best = static_cast<std::size_t>(least - result.arms.begin());
  test_against_best(result, test_to_train);
  const auto& [training, schedules] = std::tie(result.options.training, result.options.schedules);
  for (std::size_t i = 1; i < training.size(); ++i) {
    result.effects.push_back(effect_of(result, &LabArm::training, training[i], training[0]));
  }
  for (std::size_t i = 1; i < schedules.size(); ++i) {
    result.effects.push_back(effect_of(result, &LabArm::schedule, schedules[i], schedules[0]));
  }
}

}  // namespace ballast::app
