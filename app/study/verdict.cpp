// The verdict: one honest sentence. A gain is claimed only where Holm's p is below 5 %; the sentence then names what it
// cost and whether plain oversampling can be told from it. Otherwise it says that there is no evidence, and how large a
// difference the study could have seen.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/study/study.hpp"

namespace ballast::app {
namespace {

constexpr double kAlpha = 0.05;

std::string number(double value, const char* format = "%+.3f") {
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string readable(Metric metric) {
  static constexpr std::array<const char*, 5> kNames{"precision", "recall", "F1", "PR-AUC", "ROC-AUC"};
  return kNames[metric];
}

bool significant(const Comparison& c) {
  return c.p_holm && *c.p_holm < kAlpha;
}

const Arm& arm_of(const StudyResult& result, const std::string& classifier, const std::string& augmentation) {
  return *std::ranges::find_if(
      result.arms, [&](const Arm& arm) { return arm.classifier == classifier && arm.augmentation == augmentation; });
}

// Whether `best` cannot be told from plain oversampling on its own metric, by an uncorrected test: the milder judge.
std::string against_oversampling(const StudyResult& result, const Comparison& best, double test_to_train) {
  if (best.b == "oversample" || !std::ranges::count(result.options.augmentations, "oversample")) return "";
  const Arm& one = arm_of(result, best.classifier, best.b);
  const Arm& plain = arm_of(result, best.classifier, "oversample");
  std::vector<double> difference;
  for (std::size_t r = 0; r < one.per_repeat.size(); ++r) {
    difference.push_back(one.per_repeat[r].metrics[best.metric] - plain.per_repeat[r].metrics[best.metric]);
  }
  const PairedTest test = corrected_resampled_t(difference, test_to_train);
  const bool better = test.p && *test.p < kAlpha && test.delta > 0;
  return better ? "; plain oversampling does less (" + number(-test.delta) + ")"
                : "; plain oversampling cannot be told from it (" + number(-test.delta) + ")";
}

std::string losses(const StudyResult& result, const Comparison* best) {
  std::string out;
  for (const Comparison& c : result.comparisons) {
    if (!significant(c) || c.test.delta >= 0) continue;
    if (best != nullptr && (c.b != best->b || c.classifier != best->classifier)) continue;
    out += (out.empty() ? "" : ", ") + readable(c.metric) + " of " + c.classifier + " + " + c.b + " " +
           number(c.test.delta);
  }
  return out;
}

// The middle of what the PR-AUC comparisons could have seen.
std::string power(const StudyResult& result) {
  std::vector<double> seen;
  for (const Comparison& c : result.comparisons) {
    if (c.metric == kPrAuc && c.detectable) seen.push_back(*c.detectable);
  }
  if (seen.empty()) return "";
  std::ranges::sort(seen);
  if (seen[seen.size() / 2] >= 1) return "; with so few repeats it could not have seen any PR-AUC difference";
  return "; the smallest PR-AUC difference it could have seen is about " + number(seen[seen.size() / 2], "%.3f");
}

// The gain to speak of: diffusion's before others', then the surest.
const Comparison* best_gain(const StudyResult& result) {
  const Comparison* best = nullptr;
  const auto rank = [](const Comparison& c) { return std::pair(c.b != "diffusion", *c.p_holm); };
  for (const Comparison& c : result.comparisons) {
    if (significant(c) && c.test.delta > 0 && (best == nullptr || rank(c) < rank(*best))) best = &c;
  }
  return best;
}

}  // namespace

std::string verdict_of(const StudyResult& result, double test_to_train) {
  if (result.comparisons.empty()) return "Nothing to compare: only plain training was asked for.";
  if (result.options.repeats == 1) {
    return "One repeat cannot tell a gain from luck, so this study claims none: ask for --repeats 5 or more.";
  }
  const std::string over = "over " + std::to_string(result.options.repeats) + " repeats";
  const Comparison* best = best_gain(result);
  const std::string lost = losses(result, best);
  if (best == nullptr) {
    return "No evidence of a gain: " + over + " no augmentation did better than plain training on any metric (Holm, " +
           std::to_string(result.comparisons.size()) + " comparisons, 5 %)" +
           (lost.empty() ? "" : ", and some did worse: " + lost) + power(result) + ".";
  }
  return "Evidence of a gain: " + over + " " + best->b + " changed " + readable(best->metric) + " of " +
         best->classifier + " by " + number(best->test.delta) + " (95 % interval " + number(*best->test.ci_low) +
         " to " + number(*best->test.ci_high) + ", Holm p " + number(*best->p_holm, "%.2g") + ")" +
         (lost.empty() ? "" : ", at the price of " + lost) + against_oversampling(result, *best, test_to_train) + ".";
}

}  // namespace ballast::app
