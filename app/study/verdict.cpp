// The three parts of a verdict (verdict.hpp), worded. claims/ finds what there is to claim, and what the
// study could have seen.
#include "app/study/verdict.hpp"

#include <algorithm>
#include <cstdio>

#include "app/study/claims/chance.hpp"
#include "app/study/claims/cheaper.hpp"
#include "app/study/claims/claim.hpp"
#include "app/study/claims/power.hpp"
#include "app/text/numbers.hpp"
#include "engine/quoting.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kFewestPositives = 5;  // of a test part, to say anything by

std::string compact(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2g", value);
  return text;
}

std::string readable(Metric metric) {
  static constexpr std::array<const char*, kMetricNames.size()> kNames{
      "precision at 0.5",   "recall at 0.5", "F1 at 0.5", "PR-AUC", "ROC-AUC", "precision", "recall", "F1",
      "cost per 1,000 rows"};
  return kNames[metric];
}

std::string over(const StudyOptions& options) {
  return "over " + std::to_string(options.repeats) +
         (options.time_column.empty() ? " repeats" : " windows of time, each after what it is learned from,");
}

std::string change(const Comparison& c) {
  return readable(c.metric) + " of " + c.classifier + " by " + fixed(c.test.delta, 3, true) + " (95 % interval " +
         fixed(*c.test.ci_low, 3, true) + " to " + fixed(*c.test.ci_high, 3, true) + ", Holm p " + compact(*c.p_holm) +
         ")";
}

std::string list(const std::vector<const Comparison*>& losses) {
  std::string out;
  for (const Comparison* c : losses) {
    out += (out.empty() ? "" : ", ") + readable(c->metric) + " of " + c->classifier + " + " + c->b + " " +
           fixed(c->test.delta, 3, true);
  }
  return out;
}

std::string times_the_trees(const StudyResult& result, const Comparison& c) {
  const std::size_t models = models_of(result, c);
  return (models == 2 ? "twice" : std::to_string(models) + " times") + std::string(" the trees");
}

std::string against_cheaper(const StudyResult& result, const Comparison& gain) {
  std::string out;
  for (const Cheaper& other : cheaper_than(result, gain)) {
    const bool many = other.augmentation == "weights";
    out += "; " + other.words + (other.less ? (many ? " do less (" : " does less (") : " cannot be told from it (") +
           fixed(gain.metric == kChosenCost ? -other.delta : other.delta, 3, true) + ")";
  }
  if (!missing_bag(result, gain).empty()) out += "; it has " + times_the_trees(result, gain);
  return out;
}

// Where one split is all, what its rows say of the two models.
std::string of_one_split(const Question& q) {
  const Comparison* surest = nullptr;
  for (const Comparison* c : q.asked) {
    if (c->p_holm && c->test.ci_low && (surest == nullptr || *c->p_holm < *surest->p_holm)) surest = c;
  }
  if (surest == nullptr) return "";
  return " Over its test rows the surest difference between two models is that " + surest->b + " changed " +
         change(*surest) + "; training again on other rows may turn it round.";
}

std::string evidence(const Question& q, const Comparison* gain) {
  const StudyOptions& options = q.result.options;
  if (q.asked.empty()) return "Nothing to compare: no arm was asked for that a threshold could not be.";
  if (options.repeats == 1) {
    return std::string(options.time_column.empty() ? "One split" : "One split by time") +
           " cannot tell a gain from luck, so this study claims none." + of_one_split(q);
  }
  const std::string lost = list(losses(q, gain));
  if (gain != nullptr) {
    const bool rows = is_from_rows(q.result, *gain);
    return std::string("Evidence of a gain") + (rows ? "" : ", though none from added rows") + ": " + over(options) +
           " " + gain->b + " changed " + change(*gain) + (lost.empty() ? "" : ", at the price of " + lost) +
           against_cheaper(q.result, *gain) + ".";
  }
  std::string out = "No evidence of a gain: " + over(options) + " no augmentation did better than plain training in " +
                    (options.chooses_thresholds() ? "PR-AUC, nor in F1 or cost at thresholds chosen alike" : "PR-AUC") +
                    " (Holm, " + in_words(q.family, "comparison", "comparisons") + ", 5 %)" +
                    (lost.empty() ? "" : ", and some did worse: " + lost);
  if (const auto power = power_of(q.result)) {
    out += power->sees_none() ? "; no gain in PR-AUC that can be would have been seen"
                              : "; the middle one of its comparisons could have seen a difference in PR-AUC of about " +
                                    fixed(power->detectable, 3) + " and more";
  }
  return out + ".";
}

// The arm to speak of: that of the gain, else the rows that were added with most success in PR-AUC; null where none
// were.
const Arm* arm_of(const Question& q, const Comparison* gain, const std::string& classifier) {
  if (gain != nullptr) return find_arm(q.result, gain->classifier, gain->b);
  const Metric metric = kPrAuc;
  const auto mean = [&](const Arm& arm) {
    return (q.result.options.base_rate ? *arm.at_base_rate : arm.summary)[metric].mean;
  };
  const Arm* best = nullptr;
  for (const Arm& arm : q.result.arms) {
    if (!augmentation_of(q.result, arm.augmentation).adds_rows()) continue;
    if (!classifier.empty() && arm.classifier != classifier) continue;
    if (best == nullptr || mean(arm) > mean(*best)) best = &arm;
  }
  return best;
}

// Whether all that the verdict speaks of does no better than chance without added rows.
bool at_chance(const StudyResult& result, const std::string& classifier) {
  const std::vector<std::string> found = classifiers_at_chance(result);
  if (classifier.empty()) return found.size() == result.options.classifiers.size();
  return std::ranges::find(found, classifier) != found.end();
}

std::string opening(const Question& q, const Comparison* gain, const std::string& classifier) {
  if (q.asked.empty()) return "Nothing was compared.";
  if (q.result.options.repeats == 1) return "One split cannot tell a gain from luck.";
  if (gain == nullptr) {
    return std::string("No gain shown") +
           (at_chance(q.result, classifier) ? ", and plain training cannot be told from chance." : ".");
  }
  if (!is_from_rows(q.result, *gain)) return "A gain, but not from added rows.";
  return "A gain from added rows" +
         (missing_bag(q.result, *gain).empty() ? "." : ", or from " + times_the_trees(q.result, *gain) + ".");
}

std::string alarms(double count) {
  return fixed(count, count < 10 ? 2 : 0);
}

std::string counts(const StudyResult& result, const Arm& arm, bool by_cost) {
  const Arm& plain = *find_arm(result, arm.classifier, "none");
  const DecisionCounts before = decision_counts(result, plain, by_cost), after = decision_counts(result, arm, by_cost);
  const std::optional<double>& rate = result.options.base_rate;
  const char* const opening =
      result.options.chooses_thresholds()
          ? " Of 100 positives "
          : " At 0.5, which nothing chose and added rows move scores against, of 100 positives ";
  return opening + arm.classifier + " finds " + fixed(before.found, 0) + " without added rows, " +
         fixed(after.found, 0) + " with " + arm.augmentation + "; false alarms in 1,000 rows" +
         (rate ? " (" + fixed(100 * *rate, 3) + " % positive)" : std::string()) + ": " + alarms(before.false_alarms) +
         " without, " + alarms(after.false_alarms) + " with.";
}

// What a gain of rows asks of whoever takes it.
std::string take(const StudyResult& result, const Comparison& gain) {
  for (const Cheaper& other : cheaper_than(result, gain)) {
    if (!other.less) {
      return "Try " + other.words + " first: here " + gain.b + " cannot be told from it, and it is simpler.";
    }
  }
  if (const std::string bag = missing_bag(result, gain); !bag.empty()) {
    return "Ask again with --augment " + gain.b + "," + bag + ", which tells what the trees alone give: " + gain.b +
           " is worth its rows where it does more.";
  }
  return "Use " + gain.b + " with " + gain.classifier +
         ", and choose the threshold on rows that it has not learned from (train --choose).";
}

std::string what_to_do(const Question& q, const Comparison* gain, const std::string& classifier) {
  const StudyOptions& options = q.result.options;
  if (const std::vector<std::string>& names = q.result.data.telling_columns; !names.empty()) {
    return "Find out whether " + quoted_names(names) +
           " will be known when a row is to be judged; if not, ask again with " + typed_option("--drop", names) + ".";
  }
  if (q.asked.empty()) return "Name what to compare with --augment.";
  if (options.repeats == 1) {
    return std::string("Nothing yet: ask for --repeats ") +
           (options.time_column.empty() ? "10 or more." : "5 or more, windows of time that follow each other.");
  }
  if (gain != nullptr) return take(q.result, *gain);
  if (const std::size_t positives = least_test_positives(q.result); positives < kFewestPositives) {
    return "Nothing yet: a test part has " + in_words(positives, "positive", "positives") +
           ", too few to judge by; test on more (--test-fraction), or find more positives.";
  }
  if (at_chance(q.result, classifier)) {
    return "Do not decide by these models: nothing in the columns tells the classes apart, as far as these splits can "
           "see. Look for other columns, or for more positives.";
  }
  const std::string power = power_text(q.result);
  return "Train on the data as they are and choose the threshold by your costs" +
         (power.empty() ? "." : "; " + power + ".");
}

Verdict worded(const Question& q, const std::string& classifier) {
  const Comparison* const gain = best_gain(q);
  const Arm* const arm = arm_of(q, gain, classifier);
  Verdict out{.gain = gain != nullptr,
              .sentence = opening(q, gain, classifier),
              .what_to_do = {},
              .evidence = evidence(q, gain)};
  if (arm != nullptr) out.sentence += counts(q.result, *arm, gain != nullptr && gain->metric == kChosenCost);
  out.what_to_do = what_to_do(q, gain, classifier);
  return out;
}

}  // namespace

Verdict verdict_of(const StudyResult& result) {
  return worded(question(result), "");
}

Verdict verdict_of(const StudyResult& result, const std::string& classifier) {
  return worded(question(result, classifier), classifier);
}

const Comparison* claimed_gain(const StudyResult& result) {
  return best_gain(question(result));
}

DecisionCounts decision_counts(const StudyResult& result, const Arm& arm, bool by_cost) {
  const std::optional<double>& base_rate = result.options.base_rate;
  DecisionCounts out;
  for (const RepeatResult& r : arm.per_repeat) {
    const ChosenDecisions& chosen = base_rate ? *r.chosen_at_base_rate : r.chosen;
    const Decided& d = by_cost ? chosen.cost : chosen.f1;
    const auto positives = static_cast<double>(d.tp + d.fn), negatives = static_cast<double>(d.fp + d.tn);
    const double rate = base_rate.value_or(positives / (positives + negatives));
    const auto repeats = static_cast<double>(arm.per_repeat.size());
    out.found += 100 * static_cast<double>(d.tp) / positives / repeats;
    out.false_alarms += 1000 * (1 - rate) * static_cast<double>(d.fp) / negatives / repeats;
  }
  return out;
}

}  // namespace ballast::app
