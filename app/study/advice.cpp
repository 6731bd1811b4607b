#include "app/study/advice.hpp"

#include <algorithm>
#include <cstdio>

namespace ballast::app {
namespace {

std::string number(double value, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

// "finds 82 of 100 positives with 0.13 false alarms per 1,000 rows".
std::string finds(const DecisionCounts& counts) {
  return "finds " + number(counts.found, 0) + " of 100 positives with " + number(counts.false_alarms, 2) +
         " false alarms per 1,000 rows";
}

// The rows that were added with most success by a figure that no threshold can buy; null where none were.
const Arm* best_adding_arm(const StudyResult& result) {
  const Arm* best = nullptr;
  for (const Arm& arm : result.arms) {
    const auto how = std::ranges::find(result.options.augmentations, arm.augmentation, &Augmentation::name);
    if (!how->adds_rows()) continue;
    if (best == nullptr || arm.summary[kPrAuc].mean > best->summary[kPrAuc].mean) best = &arm;
  }
  return best;
}

// What a further positive found costs, and whether that is a price at all.
std::string price(const DecisionCounts& none, const DecisionCounts& arm, double share) {
  const double found = 10 * share * (arm.found - none.found);  // in 1,000 rows
  const double alarms = arm.false_alarms - none.false_alarms;
  if (found <= 0) return "it finds no more";
  if (alarms <= 0) return "it finds more and raises no more false alarms";
  return "each further positive found costs " + number(alarms / found, alarms < 10 * found ? 1 : 0) + " false alarms";
}

}  // namespace

DecisionCounts decision_counts(const StudyResult& result, const Arm& arm) {
  DecisionCounts out;
  for (const RepeatResult& r : arm.per_repeat) {
    const auto positives = static_cast<double>(r.tp + r.fn), negatives = static_cast<double>(r.fp + r.tn);
    const double rate = result.options.base_rate.value_or(positives / (positives + negatives));
    const auto repeats = static_cast<double>(arm.per_repeat.size());
    out.found += 100 * static_cast<double>(r.tp) / positives / repeats;
    out.false_alarms += 1000 * (1 - rate) * static_cast<double>(r.fp) / negatives / repeats;
  }
  return out;
}

std::string advice_of(const StudyResult& result) {
  const bool at_base_rate = result.options.base_rate.has_value();
  const Comparison* const gain = claimed_gain(result, at_base_rate);
  const Arm* const arm = gain != nullptr ? find_arm(result, gain->classifier, gain->b) : best_adding_arm(result);
  if (arm == nullptr) return "";
  const Arm& plain = *find_arm(result, arm->classifier, "none");
  const DecisionCounts before = decision_counts(result, plain), after = decision_counts(result, *arm);
  const double share = at_base_rate
                           ? *result.options.base_rate
                           : static_cast<double>(result.data.positives) / static_cast<double>(result.data.rows);
  const std::string counts = "In plain numbers: " + arm->classifier + " " + finds(before) + ", and with " +
                             arm->augmentation + " " + number(after.found, 0) + " with " +
                             number(after.false_alarms, 2) + "; " + price(before, after, share) + ". ";
  if (gain != nullptr) {
    return counts + "What to do: take it if a missed positive costs you more than that; a lower threshold on plain " +
           "training may buy the same, so compare both in report.html first.";
  }
  if (result.options.repeats == 1) return counts + "What to do: nothing yet; one split decides nothing.";
  return counts + "What to do: train on the data as they are, and choose the threshold by your costs (report.html " +
         "shows what each threshold finds and costs).";
}

}  // namespace ballast::app
