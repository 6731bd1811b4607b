// What tables and pictures of a study say of an arm: its scores, whether they are the best, and how they differ from
// those of "none".
#pragma once

#include "app/study/study.hpp"

namespace ballast::app {

// One of the two judgements of an arm: as sampled, or at the base rate.
inline const MetricSummary& summary_of(const Arm& arm, bool at_base_rate) {
  return at_base_rate ? *arm.at_base_rate : arm.summary;
}

inline int digits_of(Metric metric) {
  return metric == kChosenCost ? 2 : 3;
}

// No arm of the same classifier has a better mean, and some have a worse one.
bool is_best(const StudyResult& result, const Arm& arm, Metric metric, bool at_base_rate);

// The arm less "none", tested or not; null where the two are the same in every split.
const Comparison* find_comparison(const StudyResult& result, const Arm& arm, Metric metric, bool at_base_rate);

}  // namespace ballast::app
