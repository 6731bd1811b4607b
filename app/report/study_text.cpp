#include "app/report/study_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/report/probability_table.hpp"
#include "app/study/advice.hpp"
#include "app/text/aligned.hpp"
#include "app/text/numbers.hpp"
#include "app/text/wrapped.hpp"
#include "classifiers/judge/base_rate.hpp"

namespace ballast::app {
namespace {

constexpr std::array<const char*, 5> kHeaders{"precision", "recall", "F1", "PR-AUC", "ROC-AUC"};
constexpr std::array<Metric, 5> kScored{kPrecision, kRecall, kF1, kPrAuc, kRocAuc};
// What the difference table shows; summary.json holds all five.
constexpr std::array<Metric, 4> kShown{kPrecision, kRecall, kF1, kPrAuc};
// At a base rate recall stands for orientation and cannot differ, ROC-AUC is left out.
constexpr std::array<Metric, 4> kScoredAtBaseRate = kShown;
constexpr std::array<Metric, 3> kDifferentAtBaseRate{kPrecision, kF1, kPrAuc};

std::string fresh_words(const StudyResult& result) {
  const std::optional<FreshAmount> fresh = fresh_amount(result.options.augmentations, result.synthetic);
  return fresh ? ", " + with_commas(fresh->rows) + " for each tree and round where fresh" : "";
}

std::string title(const StudyResult& result, const std::string& name) {
  const DataFacts& data = result.data;
  const StudyOptions& options = result.options;
  const double share = 100 * static_cast<double>(data.positives) / static_cast<double>(data.rows);
  std::string out = name + ": " + with_commas(data.rows) + " rows, " + std::to_string(data.features) + " features, " +
                    with_commas(data.positives) + " positive (" + fixed(share, 2) + " %)\n";
  out += std::to_string(options.repeats) + (options.repeats == 1 ? " split, " : " splits, ") +
         (options.time_column.empty() ? "stratified" : "by time, windows after what each learns from") + ", " +
         fixed(100 * tested_share(options), 0) + " % to test on; " + with_commas(data.train_positives) +
         " positives to learn from, " + with_commas(result.synthetic) + " synthetic rows where augmented" +
         fresh_words(result) + "\n";
  if (data.test_rows_in_train > 0) {
    out += with_commas(data.test_rows_in_train) + " of " + with_commas(data.test_rows) +
           " test rows also occur in the training part (of split 1)\n";
  }
  return out;
}

// One of the two judgements of an arm: as sampled, or at the base rate.
const MetricSummary& summary_of(const Arm& arm, bool at_base_rate) {
  return at_base_rate ? *arm.at_base_rate : arm.summary;
}

// The best mean of a classifier's arms, where there is more than one.
bool is_best(const StudyResult& result, const Arm& arm, std::size_t metric, bool at_base_rate) {
  std::size_t others = 0;
  for (const Arm& other : result.arms) {
    if (other.classifier != arm.classifier || &other == &arm) continue;
    ++others;
    if (summary_of(other, at_base_rate)[metric].mean >= summary_of(arm, at_base_rate)[metric].mean) return false;
  }
  return others > 0;
}

std::string score_cell(const StudyResult& result, const Arm& arm, std::size_t metric, bool at_base_rate) {
  const MeanSd& value = summary_of(arm, at_base_rate)[metric];
  return fixed(value.mean, 3) + (value.sd ? " ± " + fixed(*value.sd, 3) : "") +
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
  if (!c.test.ci_low) return fixed(c.test.delta, 3, true) + " ";
  return fixed(c.test.delta, 3, true) + " ± " + fixed(*c.test.ci_high - c.test.delta, 3) +
         (c.p_holm && *c.p_holm < 0.05 ? "!" : " ");
}

std::string difference_table(const StudyResult& result, const std::vector<Comparison>& family,
                             std::span<const Metric> metrics) {
  std::vector<std::vector<std::string>> rows{{"classifier", "augmentation"}};
  for (const Metric metric : metrics) rows[0].push_back(std::string(kHeaders[metric]) + " ");
  rows[0].emplace_back("least Holm p");
  for (const Arm& arm : result.arms) {
    if (arm.augmentation == "none") continue;
    rows.push_back({arm.classifier, arm.augmentation});
    std::optional<double> least;
    for (const Metric metric : metrics) {
      const auto c = std::ranges::find_if(family, [&](const Comparison& x) {
        return x.classifier == arm.classifier && x.b == arm.augmentation && x.metric == metric;
      });
      rows.back().push_back(c == family.end() ? "same " : difference_cell(*c));
      if (c != family.end() && c->p_holm) least = std::min(least.value_or(1), *c->p_holm);
    }
    rows.back().push_back(least ? fixed(*least, 3) : "-");
  }
  return aligned(rows, 2);
}

std::string decisions(const StudyResult& result) {
  const bool tuned = std::ranges::any_of(result.options.augmentations, &Augmentation::tuned_threshold);
  return tuned ? "decisions at 0.5, of tuned at the threshold of best F1 on validation rows" : "decisions at 0.5";
}

std::string differences(const StudyResult& result, const std::vector<Comparison>& family,
                        std::span<const Metric> metrics) {
  if (family.empty()) return "";
  const bool repeated = result.options.repeats > 1;
  std::string out = "\ndifference from none";
  out += std::string(repeated ? ", with its 95 % interval (Nadeau-Bengio)" : "") + "\n";
  out += difference_table(result, family, metrics);
  if (repeated) {
    out +=
        wrapped("! stands at 5 % after Holm's correction over all " + std::to_string(family.size()) + " comparisons");
  }
  return out;
}

std::string probabilities(const StudyResult& result, bool at_base_rate) {
  if (!corrects_probabilities(result, at_base_rate)) return "";
  return "\nprobabilities, corrected for the rows and weights added" +
         std::string(at_base_rate ? " and for this base rate" : "") + " (prior shift)\n" +
         aligned(probability_table(result, at_base_rate), 2) +
         wrapped(
             "log-loss and Brier score x 1,000, lower is better: as scored, corrected, and the corrected less that "
             "of none, with its 95 % interval (Nadeau-Bengio, uncorrected); F1 of the corrected at 0.5");
}

// The second judgement, of the same decisions.
std::string base_rate_text(const StudyResult& result) {
  if (!result.options.base_rate) return "";
  const double rate = *result.options.base_rate;
  const RepeatResult& counts = result.arms.at(0).per_repeat.at(0);
  const double weight = classifiers::negative_weight(counts.tp + counts.fn, counts.fp + counts.tn, rate);
  return "\nat a base rate of " + fixed(100 * rate, 3) + " %: the same decisions, each other test row counting " +
         fixed(weight, 2) + " times\n" + score_table(result, kScoredAtBaseRate, true) +
         differences(result, result.comparisons_at_base_rate, kDifferentAtBaseRate) + probabilities(result, true);
}

// Last, where a reader's eye stops.
std::string verdicts(const StudyResult& result) {
  std::string out("\n");
  out += wrapped("verdict: " + result.verdict);
  if (result.options.base_rate) out += wrapped("verdict at the base rate: " + verdict_at_base_rate(result));
  const std::string advice = advice_of(result);
  return advice.empty() ? out : out + wrapped(advice);
}

}  // namespace

std::string study_text(const StudyResult& result, const std::string& name) {
  std::string out = "\n";
  out.append(title(result, name)).append("\n").append(score_table(result, kScored, false));
  const bool repeated = result.options.repeats > 1;
  out += wrapped(std::string(repeated ? "mean ± standard deviation over the splits; " : "") + decisions(result) +
                 "; * best of the classifier");
  out += differences(result, result.comparisons, kShown);
  return out + probabilities(result, false) + base_rate_text(result) + verdicts(result);
}

}  // namespace ballast::app
