#include "app/report/arm_scores.hpp"

#include <algorithm>

namespace ballast::app {

bool is_best(const StudyResult& result, const Arm& arm, Metric metric, bool at_base_rate) {
  const auto merit = [&](const Arm& of) {
    const double mean = summary_of(of, at_base_rate)[metric].mean;
    return metric == kChosenCost ? -mean : mean;
  };
  bool beats_one = false;
  for (const Arm& other : result.arms) {
    if (other.classifier != arm.classifier) continue;
    if (merit(other) > merit(arm)) return false;
    beats_one = beats_one || merit(other) < merit(arm);
  }
  return beats_one;
}

const Comparison* find_comparison(const StudyResult& result, const Arm& arm, Metric metric, bool at_base_rate) {
  const auto* tested = at_base_rate ? &result.comparisons_at_base_rate : &result.comparisons;
  const auto* untested = at_base_rate ? &result.untested_at_base_rate : &result.untested;
  for (const std::vector<Comparison>* all : {tested, untested}) {
    const auto c = std::ranges::find_if(*all, [&](const Comparison& x) {
      return x.classifier == arm.classifier && x.b == arm.augmentation && x.metric == metric;
    });
    if (c != all->end()) return &*c;
  }
  return nullptr;
}

}  // namespace ballast::app
