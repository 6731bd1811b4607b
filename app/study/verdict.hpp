// The verdict of a study, in the words of whoever has to decide, and what it rests on. It is one rule for the terminal,
// summary.json and report.html.
//
// A gain is claimed only where Holm's p is below 5 % in a metric that no threshold can buy (study.hpp), and never from
// one split.
#pragma once

#include <string>

namespace ballast::app {

struct Arm;
struct Comparison;
struct StudyResult;

struct Verdict {
  bool gain = false;
  // "No gain shown. Of 100 positives ...": what the rows bought in positives found and false alarms.
  std::string sentence;
  std::string what_to_do;
  std::string evidence;  // the statistics behind it, with what the study could have seen
};

// Of the whole study; of one classifier. At the base rate if the study has one. Requires: compared arms.
Verdict verdict_of(const StudyResult& result);
Verdict verdict_of(const StudyResult& result, const std::string& classifier);

// The gain that the verdict speaks of; null where it claims none.
const Comparison* claimed_gain(const StudyResult& result);

// What decisions at a chosen threshold do, as means over the repeats; at the base rate if the study has one.
struct DecisionCounts {
  double found = 0;         // of 100 positives
  double false_alarms = 0;  // in 1,000 rows
};
DecisionCounts decision_counts(const StudyResult& result, const Arm& arm, bool by_cost = false);

}  // namespace ballast::app
