// The verdict: one honest sentence. A gain is claimed only where Holm's p is below 5 %; the sentence then names what it
// cost and whether something cheaper (a tuned threshold, class weights, plain oversampling) can be told from it.
// Otherwise it says that there is no evidence, and how large a difference the study could have seen.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/study/advice.hpp"

namespace ballast::app {
namespace {

constexpr double kAlpha = 0.05;

// Comparisons of one family that a sentence is about.
struct Question {
  const StudyResult& result;
  std::vector<const Comparison*> asked;
  std::size_t family = 0;  // comparisons that Holm's correction is over
  bool at_base_rate = false;
};

Question question(const StudyResult& result, bool at_base_rate, const std::string& classifier = "") {
  const std::vector<Comparison>& family = at_base_rate ? result.comparisons_at_base_rate : result.comparisons;
  Question out{result, {}, family.size(), at_base_rate};
  for (const Comparison& c : family) {
    if (classifier.empty() || c.classifier == classifier) out.asked.push_back(&c);
  }
  return out;
}

std::string number(double value, const char* format = "%+.3f") {
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string readable(Metric metric) {
  static constexpr std::array<const char*, 5> kNames{"precision", "recall", "F1", "PR-AUC", "ROC-AUC"};
  return kNames[metric];
}

std::string change(const Comparison& c) {
  return number(c.test.delta) + " (95 % interval " + number(*c.test.ci_low) + " to " + number(*c.test.ci_high) +
         ", Holm p " + number(*c.p_holm, "%.2g") + ")";
}

bool significant(const Comparison& c) {
  return c.p_holm && *c.p_holm < kAlpha;
}

const Augmentation& augmentation_of(const StudyResult& result, const std::string& name) {
  return *std::ranges::find(result.options.augmentations, name, &Augmentation::name);
}

// What costs less than a generator. Whether it cannot be told from `best` on its own metric, by an uncorrected test:
// the milder judge.
std::string against_cheaper(const StudyResult& result, const Comparison& best) {
  static constexpr std::pair<const char*, const char*> kCheaper[]{
      {"tuned", "a tuned threshold"}, {"weights", "class weights"}, {"oversample", "plain oversampling"}};
  std::string out;
  if (!augmentation_of(result, best.b).adds_rows() || best.b == "oversample") return out;
  const Arm& one = *find_arm(result, best.classifier, best.b);
  for (const auto& [name, words] : kCheaper) {
    const Arm* const other = find_arm(result, best.classifier, name);
    if (other == nullptr) continue;
    const PairedTest test = paired_difference(result, *other, one, best.metric, best.at_base_rate);
    const bool better = test.p && *test.p < kAlpha && test.delta > 0;
    out += std::string("; ") + words +
           (better ? (name == std::string("weights") ? " do less (" : " does less (") : " cannot be told from it (") +
           number(-test.delta) + ")";
  }
  return out;
}

std::string losses(const Question& q, const Comparison* best) {
  std::string out;
  for (const Comparison* c : q.asked) {
    if (!significant(*c) || c->test.delta >= 0) continue;
    if (best != nullptr && (c->b != best->b || c->classifier != best->classifier)) continue;
    out += (out.empty() ? "" : ", ") + readable(c->metric) + " of " + c->classifier + " + " + c->b + " " +
           number(c->test.delta);
  }
  return out;
}

// What the PR-AUC comparisons could have seen (the middle of them), and what more repeats would. Repeats share their
// rows, so the corrected error falls no further than with sqrt(n_test / n_train).
std::string power(const Question& q) {
  std::vector<std::pair<double, double>> seen;  // smallest difference, corrected standard error
  for (const Comparison* c : q.asked) {
    if (c->metric == kPrAuc && c->detectable) seen.emplace_back(*c->detectable, *c->test.standard_error);
  }
  if (seen.empty()) return "";
  std::ranges::sort(seen);
  const auto [least, error] = seen[seen.size() / 2];
  std::string out = least >= 1 ? "; so few repeats could not have seen any PR-AUC difference"
                               : "; the smallest PR-AUC difference they could have seen is about " +
                                     number(least, "%.3f") + ", so a smaller one is not ruled out";
  constexpr std::size_t kMany = 20;
  if (q.result.options.repeats >= kMany) return out;
  const auto variance = [&](std::size_t repeats) { return 1 / static_cast<double>(repeats) + q.result.test_to_train; };
  const double then = detectable_difference(error * std::sqrt(variance(kMany) / variance(q.result.options.repeats)),
                                            kMany, kAlpha / static_cast<double>(q.family));
  return out + " (--repeats " + std::to_string(kMany) + " would see about " + number(then, "%.3f") + ")";
}

// The gain to speak of: diffusion's before those of other rows, these before what adds no rows, then the surest.
const Comparison* best_gain(const Question& q) {
  const Comparison* best = nullptr;
  const auto rank = [&](const Comparison& c) {
    const Augmentation& how = augmentation_of(q.result, c.b);
    return std::tuple(!how.uses_diffusion(), !how.adds_rows(), *c.p_holm);
  };
  for (const Comparison* c : q.asked) {
    if (significant(*c) && c->test.delta > 0 && (best == nullptr || rank(*c) < rank(*best))) best = c;
  }
  return best;
}

std::string sentence(const Question& q) {
  if (q.asked.empty()) return "Nothing to compare: only plain training was asked for.";
  if (q.result.options.repeats == 1) {
    const std::string one = q.result.options.time_column.empty() ? "One repeat" : "One split by time";
    return one + " cannot tell a gain from luck, so this study claims none: ask for --repeats 5 or more.";
  }
  const std::string over =
      "over " + std::to_string(q.result.options.repeats) +
      (q.result.options.time_column.empty() ? " repeats" : " windows of time, each after what it is learned from,");
  const Comparison* best = best_gain(q);
  const std::string lost = losses(q, best);
  if (best == nullptr) {
    return "No evidence of a gain: " + over + " no augmentation did better than plain training on any metric (Holm, " +
           std::to_string(q.family) + " comparisons, 5 %)" + (lost.empty() ? "" : ", and some did worse: " + lost) +
           power(q) + ".";
  }
  const bool rows = augmentation_of(q.result, best->b).adds_rows();
  return "Evidence of a gain" + std::string(rows ? "" : ", though none from added rows") + ": " + over + " " + best->b +
         " changed " + readable(best->metric) + " of " + best->classifier + " by " + change(*best) +
         (lost.empty() ? "" : ", at the price of " + lost) + against_cheaper(q.result, *best) + ".";
}

}  // namespace

const Comparison* claimed_gain(const StudyResult& result, bool at_base_rate) {
  return result.options.repeats == 1 ? nullptr : best_gain(question(result, at_base_rate));
}

std::string verdict_of(const StudyResult& result) {
  return sentence(question(result, false));
}

std::string verdict_of(const StudyResult& result, const std::string& classifier) {
  return sentence(question(result, false, classifier));
}

std::string verdict_at_base_rate(const StudyResult& result) {
  return sentence(question(result, true));
}

}  // namespace ballast::app
