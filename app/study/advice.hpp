// Advice: the verdict in the words of whoever has to decide: how many more of 100 positives are found, at how many
// false alarms, and what follows. It adds no claim to the verdict.
#pragma once

#include <string>

#include "app/study/study.hpp"

namespace ballast::app {

// The gain that the verdict speaks of; null where it claims none. At the base rate if asked.
const Comparison* claimed_gain(const StudyResult& result, bool at_base_rate);

// What decisions at the arm's threshold do, as means over the repeats; at the base rate if the study has one.
struct DecisionCounts {
  double found = 0;         // of 100 positives
  double false_alarms = 0;  // in 1,000 rows
};
DecisionCounts decision_counts(const StudyResult& result, const Arm& arm);

// One or two sentences. Requires: compared arms.
std::string advice_of(const StudyResult& result);

}  // namespace ballast::app
