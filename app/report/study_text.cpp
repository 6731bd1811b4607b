#include "app/report/study_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/report/arm_scores.hpp"
#include "app/report/probability_table.hpp"
#include "app/study/arm_choice.hpp"
#include "app/study/cautions/cautions.hpp"
#include "app/text/aligned.hpp"
#include "app/text/numbers.hpp"
#include "app/text/wrapped.hpp"
#include "classifiers/judge/base_rate.hpp"
#include "engine/quoting.hpp"

namespace ballast::app {
namespace {

constexpr std::array<const char*, kMetricNames.size()> kHeaders{"precision", "recall", "F1", "PR-AUC", "ROC-AUC",
                                                                "precision", "recall", "F1", "cost"};
// What an arm is judged by: free of thresholds, or at thresholds chosen alike.
constexpr std::array<Metric, 5> kHeadline{kPrAuc, kChosenF1, kChosenCost, kChosenPrecision, kChosenRecall};
constexpr std::array<Metric, 2> kFree{kPrAuc, kRocAuc};
constexpr std::array<Metric, 4> kAtHalf{kPrecision, kRecall, kF1, kRocAuc};
constexpr std::array<Metric, 3> kAtHalfAlone{kPrecision, kRecall, kF1};

std::span<const Metric> headline(const StudyResult& result) {
  if (result.options.chooses_thresholds()) return kHeadline;
  return kFree;
}

std::string fresh_words(const StudyResult& result) {
  const std::optional<FreshDraws> fresh = fresh_draws(result.options.augmentations, result.synthetic);
  return fresh ? ", " + with_commas(fresh->rows) + " for each tree and round where fresh" : "";
}

bool adds_rows(const StudyResult& result) {
  return std::ranges::any_of(result.options.augmentations, &Augmentation::adds_rows);
}

std::string title(const StudyResult& result, const std::string& name) {
  const DataFacts& data = result.data;
  const StudyOptions& options = result.options;
  const double share = 100 * static_cast<double>(data.positives) / static_cast<double>(data.rows);
  std::string out = one_line(name) + ": " + with_commas(data.rows) + " rows, " + std::to_string(data.features) +
                    " features, " + with_commas(data.positives) + " positive (" + fixed(share, 2) + " %)\n";
  out += std::to_string(options.repeats) + (options.repeats == 1 ? " split, " : " splits, ") +
         (options.time_column.empty() ? "stratified" : "by time, windows after what each learns from") + ", " +
         fixed(100 * tested_share(options), 0) + " % to test on; " + with_commas(data.train_positives) +
         " positives to learn from" +
         (adds_rows(result) ? ", " + with_commas(result.synthetic) + " synthetic rows where augmented" : "") +
         fresh_words(result) + "\n";
  return out;
}

std::string score_cell(const StudyResult& result, const Arm& arm, Metric metric, bool at_base_rate) {
  const MeanSd& value = summary_of(arm, at_base_rate)[metric];
  const int digits = digits_of(metric);
  return fixed(value.mean, digits) + (value.sd ? " ± " + fixed(*value.sd, digits) : "") +
         (is_best(result, arm, metric, at_base_rate) ? "*" : " ");
}

std::string score_table(const StudyResult& result, std::span<const Metric> metrics, bool at_base_rate) {
  std::vector<std::vector<std::string>> rows{{"classifier", "augmentation"}};
  for (const Metric metric : metrics) rows[0].push_back(std::string(kHeaders[metric]) + " ");
  for (const Arm& arm : result.arms) {
    rows.push_back({arm.augmentation == "none" ? arm.classifier : "", arm.augmentation});
    for (const Metric metric : metrics) rows.back().push_back(score_cell(result, arm, metric, at_base_rate));
  }
  return aligned(rows, 2);
}

std::string difference_cell(const Comparison& c) {
  const int digits = digits_of(c.metric);
  const std::string delta = fixed(c.test.delta, digits, true);
  if (!c.test.ci_low) return delta + " ";
  return delta + " ± " + fixed((*c.test.ci_high - *c.test.ci_low) / 2, digits) +
         (c.p_holm && *c.p_holm < kLevel ? "!" : " ");
}

std::string difference_table(const StudyResult& result, std::span<const Metric> metrics, bool at_base_rate) {
  std::vector<std::vector<std::string>> rows{{"classifier", "augmentation"}};
  for (const Metric metric : metrics) rows[0].push_back(std::string(kHeaders[metric]) + " ");
  rows[0].emplace_back("least Holm p");
  for (const Arm& arm : result.arms) {
    if (arm.augmentation == "none") continue;
    rows.push_back({arm.classifier, arm.augmentation});
    std::optional<double> least;
    for (const Metric metric : metrics) {
      const Comparison* const c = find_comparison(result, arm, metric, at_base_rate);
      rows.back().push_back(c == nullptr ? "same " : difference_cell(*c));
      if (c != nullptr && c->p_holm) least = std::min(least.value_or(1), *c->p_holm);
    }
    rows.back().push_back(least ? p_value(*least) : "-");
  }
  return aligned(rows, 2);
}

std::string judged_by(const StudyResult& result) {
  const StudyOptions& options = result.options;
  const std::string spread = options.repeats > 1 ? "mean ± standard deviation over the splits; " : "";
  if (!options.chooses_thresholds()) return spread + "* best of the classifier";
  return spread + "F1, precision and recall at the threshold of best F1, cost (in 1,000 rows; a miss " +
         all_digits(options.costs.miss) + ", a false alarm " + all_digits(options.costs.alarm) +
         ") at that of least cost, chosen alike for every arm on training rows that its models had not learned from; "
         "* best of the classifier";
}

std::string differences(const StudyResult& result, bool at_base_rate) {
  const std::size_t tested = (at_base_rate ? result.comparisons_at_base_rate : result.comparisons).size();
  if (tested == 0) return "";
  std::string out = "\ndifference from none, with its 95 % interval (";
  out += result.options.repeats > 1 ? "Nadeau-Bengio)\n" : "over the test rows of this split, by paired bootstrap)\n";
  out += difference_table(result, headline(result), at_base_rate);
  return out +
         wrapped("! stands at 5 % after Holm's correction over the " + in_words(tested, "comparison", "comparisons") +
                 " in " + (result.options.chooses_thresholds() ? "PR-AUC, F1 and cost" : "PR-AUC") +
                 "; the others are not tested");
}

std::string auto_line(const StudyResult& result) {
  const std::string text = choices_text(result);
  return text.empty() ? "" : "\n" + wrapped(text);
}

// Decisions that no one chose.
std::string at_half(const StudyResult& result, bool at_base_rate) {
  const bool tuned = std::ranges::any_of(result.options.augmentations, &Augmentation::tuned_threshold);
  const std::span<const Metric> metrics =
      at_base_rate || !result.options.chooses_thresholds() ? std::span<const Metric>(kAtHalfAlone) : kAtHalf;
  return std::string("\ndecisions at 0.5") + (tuned ? ", of tuned at the threshold of best F1" : "") + "\n" +
         score_table(result, metrics, at_base_rate) +
         (adds_rows(result)
              ? wrapped("added rows move all scores against 0.5, most often up: what that finds or alarms, a moved "
                        "threshold does too")
              : "");
}

std::string probabilities(const StudyResult& result, bool at_base_rate) {
  if (!corrects_probabilities(result, at_base_rate)) return "";
  return "\nprobabilities, corrected for the rows and weights added" +
         std::string(at_base_rate ? " and for this base rate" : "") + " (prior shift)\n" +
         aligned(probability_table(result, at_base_rate), 2) +
         wrapped(
             "log-loss and Brier score x 1,000, lower is better: as scored, corrected, and the corrected less that "
             "of none" +
             std::string(result.options.repeats > 1 ? ", with its 95 % interval (Nadeau-Bengio, uncorrected)" : "") +
             "; F1 of the corrected at 0.5");
}

// The second judgement, of the same scores.
std::string base_rate_text(const StudyResult& result) {
  if (!result.options.base_rate) return "";
  const double rate = *result.options.base_rate;
  const Decided& counts = result.arms.at(0).per_repeat.at(0).plain;
  const double weight = classifiers::negative_weight(counts.tp + counts.fn, counts.fp + counts.tn, rate);
  const bool chosen = result.options.chooses_thresholds();
  std::string out = "\nat a base rate of " + fixed(100 * rate, 3) + " %: each other test row counts " +
                    fixed(weight, 2) + " times" +
                    (chosen ? ", when thresholds are chosen and when they are judged" : "");
  out += "\n" + score_table(result, chosen ? headline(result) : std::span<const Metric>(kFree).first(1), true);
  return out + differences(result, true) + at_half(result, true) + probabilities(result, true);
}

std::string cautions(const StudyResult& result) {
  std::string out;
  for (const std::string& caution : cautions_of(result)) out += "\n" + wrapped("caution: " + caution + ".");
  return out;
}

}  // namespace

std::string study_tables(const StudyResult& result, const std::string& name) {
  std::string out = "\n";
  out.append(title(result, name)).append("\n").append(score_table(result, headline(result), false));
  out += wrapped(judged_by(result)) + differences(result, false) + auto_line(result) + at_half(result, false);
  return out + probabilities(result, false) + base_rate_text(result) + cautions(result);
}

std::string verdict_text(const Verdict& verdict) {
  return "\n" + wrapped(verdict.evidence) + "\n" + wrapped("verdict: " + verdict.sentence) +
         wrapped("what to do: " + verdict.what_to_do);
}

}  // namespace ballast::app
