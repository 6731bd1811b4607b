// The verdict, and the tables it is read from.
#include <algorithm>
#include <cmath>

#include "app/report/arm_scores.hpp"
#include "app/report/page/sections/sections.hpp"
#include "app/study/arm_choice.hpp"
#include "app/study/cautions/cautions.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app::page {
namespace {

struct Column {
  const char* header;
  Metric metric;
};
constexpr std::array<Column, 6> kJudged{{{"PR-AUC", kPrAuc},
                                         {"F1", kChosenF1},
                                         {"Cost per 1,000 rows", kChosenCost},
                                         {"Precision", kChosenPrecision},
                                         {"Recall", kChosenRecall},
                                         {"ROC-AUC", kRocAuc}}};
constexpr std::array<Column, 3> kAtHalf{{{"Precision", kPrecision}, {"Recall", kRecall}, {"F1", kF1}}};

// Without chosen thresholds only what needs none.
std::vector<Column> judged(const StudyResult& result) {
  if (result.options.chooses_thresholds()) return {kJudged.begin(), kJudged.end()};
  return {kJudged.front(), kJudged.back()};
}

DataTable score_table(const StudyResult& result, const std::vector<Column>& columns, bool at_base_rate) {
  const bool repeated = result.options.repeats > 1;
  DataTable table{.caption = repeated ? "Mean ± standard deviation over the splits; ★ best of its classifier"
                                      : "One split; ★ best of its classifier",
                  .head = {"Classifier", "Augmentation"},
                  .row_heads = 2};
  for (const Column& column : columns) table.head.emplace_back(column.header);
  for (const Arm& arm : result.arms) {
    table.rows.push_back({arm.classifier, arm.augmentation});
    for (const Column& column : columns) {
      const MeanSd& value = summary_of(arm, at_base_rate)[column.metric];
      const int digits = digits_of(column.metric);
      table.rows.back().push_back(fixed(value.mean, digits) + (value.sd ? " ± " + fixed(*value.sd, digits) : "") +
                                  (is_best(result, arm, column.metric, at_base_rate) ? " ★" : "\u2007\u2007"));
    }
  }
  return table;
}

std::string difference(const Comparison& c) {
  const int digits = digits_of(c.metric);
  std::string out = fixed(std::abs(c.test.delta), digits);
  if (out != fixed(0, digits)) out.insert(0, c.test.delta < 0 ? "−" : "+");
  if (c.test.ci_high) out += " ± " + fixed((*c.test.ci_high - *c.test.ci_low) / 2, digits);
  return out + (c.p_holm && *c.p_holm < kLevel ? " !" : "\u2007");
}

DataTable difference_table(const StudyResult& result, const std::vector<Column>& columns) {
  const bool chosen = result.options.chooses_thresholds();
  DataTable table{.caption = "Difference from none with its 95 % interval" +
                             std::string(result.options.repeats > 1 ? "" : " over the test rows of this one split") +
                             "; ! stands at 5 % after Holm's correction over the " +
                             in_words(result.comparisons.size(), "comparison", "comparisons") + " in PR-AUC" +
                             (chosen ? ", F1 and cost" : "") + ", the others are not tested",
                  .head = {"Classifier", "Augmentation"},
                  .row_heads = 2};
  for (const Column& column : columns) table.head.emplace_back(column.header);
  for (const Arm& arm : result.arms) {
    if (arm.augmentation == "none") continue;
    table.rows.push_back({arm.classifier, arm.augmentation});
    for (const Column& column : columns) {
      const Comparison* const c = find_comparison(result, arm, column.metric, false);
      table.rows.back().push_back(c == nullptr ? "same" : difference(*c));
    }
  }
  return table;
}

std::string how(const StudyResult& result) {
  const StudyOptions& options = result.options;
  return std::to_string(options.repeats) + (options.repeats == 1 ? " split, " : " splits, ") +
         (options.time_column.empty() ? "stratified" : "by time, windows after what each learns from") + ", " +
         fixed(100 * tested_share(options), 0) + " % of the rows to test on. " +
         with_commas(result.data.train_positives) + " positives to learn from; " + with_commas(result.synthetic) +
         " synthetic rows in the arms that add rows. All arms of a split are judged on the same untouched rows.";
}

}  // namespace

Section verdict_section(const Story& story) {
  const StudyResult& result = story.result;
  const std::vector<Column> columns = judged(result), half(kAtHalf.begin(), kAtHalf.end());
  Section out{.id = "verdict", .title = "The verdict"};
  figures::Markup opening;
  opening.text("p", {{"class", "verdict"}}, result.verdict.sentence + " What to do: " + result.verdict.what_to_do);
  out.opening = std::move(opening).finish();
  out.lead = {result.verdict.evidence, how(result)};
  if (const std::string chosen = choices_text(result); !chosen.empty()) out.lead.push_back(chosen + ".");
  if (result.options.chooses_thresholds()) {
    out.lead.emplace_back(
        "F1, precision and recall are at the threshold of best F1, cost at that of least cost; both are chosen alike "
        "for every arm, on training rows that its models had not learned from. PR-AUC and ROC-AUC need no threshold.");
  }
  for (const std::string& caution : cautions_of(result)) out.lead.push_back("Caution: " + caution + ".");
  out.tables.push_back(score_table(result, columns, false));
  if (!result.comparisons.empty()) out.tables.push_back(difference_table(result, columns));
  out.tables.push_back(score_table(result, half, false));
  out.tables.back().caption =
      "At a threshold of 0.5, which no one chose: added rows move all scores against it, as a moved threshold does. " +
      out.tables.back().caption;
  if (result.options.base_rate) {
    const std::string rate = fixed(100 * *result.options.base_rate, 3) + " %";
    out.tables.push_back(score_table(result, columns, true));
    out.tables.back().caption = "Chosen and judged at a base rate of " + rate + ". " + out.tables.back().caption;
  }
  return out;
}

}  // namespace ballast::app::page
