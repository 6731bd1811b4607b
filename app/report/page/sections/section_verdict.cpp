// The verdict, and the tables it is read from.
#include <algorithm>
#include <cmath>

#include "app/report/page/sections/sections.hpp"
#include "app/study/advice.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app::page {
namespace {

constexpr std::array<const char*, 5> kHeaders{"Precision", "Recall", "F1", "PR-AUC", "ROC-AUC"};

const MetricSummary& summary_of(const Arm& arm, bool at_base_rate) {
  return at_base_rate ? *arm.at_base_rate : arm.summary;
}

bool is_best(const StudyResult& result, const Arm& arm, std::size_t metric, bool at_base_rate) {
  return std::ranges::all_of(result.arms, [&](const Arm& other) {
    return other.classifier != arm.classifier ||
           summary_of(other, at_base_rate)[metric].mean <= summary_of(arm, at_base_rate)[metric].mean;
  });
}

DataTable score_table(const StudyResult& result, bool at_base_rate) {
  const bool repeated = result.options.repeats > 1;
  DataTable table{.caption = repeated ? "Mean ± standard deviation over the splits; ★ best of its classifier"
                                      : "One split; ★ best of its classifier",
                  .head = {"Classifier", "Augmentation"},
                  .row_heads = 2};
  for (const char* header : kHeaders) table.head.emplace_back(header);
  for (const Arm& arm : result.arms) {
    table.rows.push_back({arm.classifier, arm.augmentation});
    for (std::size_t m = 0; m < kHeaders.size(); ++m) {
      const MeanSd& value = summary_of(arm, at_base_rate)[m];
      table.rows.back().push_back(fixed(value.mean, 3) + (value.sd ? " ± " + fixed(*value.sd, 3) : "") +
                                  (is_best(result, arm, m, at_base_rate) ? " ★" : "\u2007\u2007"));
    }
  }
  return table;
}

std::string difference(const Comparison& c) {
  std::string out = fixed(std::abs(c.test.delta), 3);
  if (out != "0.000") out.insert(0, c.test.delta < 0 ? "−" : "+");
  if (c.test.ci_high) out += " ± " + fixed(*c.test.ci_high - c.test.delta, 3);
  return out + (c.p_holm && *c.p_holm < 0.05 ? " !" : "\u2007");
}

DataTable difference_table(const StudyResult& result, const std::vector<Comparison>& family) {
  DataTable table{.caption = result.options.repeats > 1
                                 ? "Difference from none with its 95 % interval; ! stands at 5 % after Holm's "
                                   "correction over all " +
                                       std::to_string(family.size()) + " comparisons"
                                 : "Difference from none; one split cannot tell it from luck",
                  .head = {"Classifier", "Augmentation"},
                  .row_heads = 2};
  for (const char* header : kHeaders) table.head.emplace_back(header);
  for (const Arm& arm : result.arms) {
    if (arm.augmentation == "none") continue;
    table.rows.push_back({arm.classifier, arm.augmentation});
    for (std::size_t m = 0; m < kHeaders.size(); ++m) {
      const auto c = std::ranges::find_if(family, [&](const Comparison& x) {
        return x.classifier == arm.classifier && x.b == arm.augmentation && x.metric == m;
      });
      table.rows.back().push_back(c == family.end() ? "same" : difference(*c));
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
  Section out{.id = "verdict", .title = "The verdict"};
  figures::Markup sentence;
  sentence.text("p", {{"class", "verdict"}}, result.verdict);
  const std::string advice = advice_of(result);
  out.lead.push_back(how(result));
  if (result.data.test_rows_in_train > 0) {
    out.lead.push_back(with_commas(result.data.test_rows_in_train) + " of " + with_commas(result.data.test_rows) +
                       " test rows also occur in the training part of the first split, so the figures are optimistic.");
  }
  out.tables.push_back(score_table(result, false));
  if (!result.comparisons.empty()) out.tables.push_back(difference_table(result, result.comparisons));
  if (result.options.base_rate) {
    const std::string rate = fixed(100 * *result.options.base_rate, 3) + " %";
    sentence.text("p", {{"class", "verdict"}}, "At a base rate of " + rate + ": " + verdict_at_base_rate(result));
    out.tables.push_back(score_table(result, true));
    out.tables.back().caption = "The same decisions at a base rate of " + rate + ". " + out.tables.back().caption;
  }
  if (!advice.empty()) sentence.text("p", {{"class", "verdict"}}, advice);
  out.opening = std::move(sentence).finish();
  return out;
}

}  // namespace ballast::app::page
