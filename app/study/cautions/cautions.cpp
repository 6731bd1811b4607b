#include "app/study/cautions/cautions.hpp"

#include <algorithm>
#include <cmath>

#include "app/study/claims/chance.hpp"
#include "app/study/claims/power.hpp"
#include "app/study/study.hpp"
#include "app/text/numbers.hpp"
#include "engine/quoting.hpp"

namespace ballast::app {
namespace {

// Too few positives to judge by: the smallest difference that could be seen is larger than the one that matters.
std::string few_positives(const StudyResult& result) {
  const double effect = result.options.effect;
  const std::size_t positives = least_test_positives(result);
  const std::string opening = "a test part has " + in_words(positives, "positive", "positives") + ", ";
  if (const auto power = power_of(result)) {
    if (power->detectable <= effect || power->room < effect) return "";
    const double ratio = power->detectable / effect;
    const double needed = static_cast<double>(positives) * ratio * ratio;
    const std::string seen =
        opening + "too few for a gain of " + all_digits(effect) + " in PR-AUC (--effect): this study sees ";
    if (power->sees_none()) return seen + "none, however large";
    return seen + "one of about " + fixed(power->detectable, 3) + " and more; the smaller one would take about " +
           with_commas(two_digits(needed));
  }
  const double one = 1 / static_cast<double>(std::max<std::size_t>(1, positives));
  if (one <= effect) return "";
  return opening + "so that one of them found or missed moves recall by " + fixed(one, 3) + ", more than the gain of " +
         all_digits(effect) + " that matters (--effect)";
}

// Plain training that knows nothing, or whose decisions save nothing.
std::string chance(const StudyResult& result) {
  std::string out;
  for (const std::string& classifier : result.options.classifiers) {
    const BlindTest test = blind_test(result, classifier);
    const std::string who = (out.empty() ? "" : "; ") + classifier;
    if (test.at_chance) {
      out += who + " without added rows cannot be told from chance: PR-AUC " + fixed(test.pr_auc, 3) +
             ", where blind scores have " + fixed(test.blind_pr_auc, 3) + ", and ROC-AUC " + fixed(test.roc_auc, 3);
    }
    if (test.costs_no_less()) {
      out += (test.at_chance ? ", and" : who + " without added rows") + std::string(" costs ") + fixed(test.cost, 2) +
             " in 1,000 rows at its chosen threshold, where flagging nothing costs " + fixed(test.cost_of_nothing, 2);
    }
  }
  return out;
}

// What no model will know when it is to judge.
std::string telling(const StudyResult& result) {
  const std::vector<std::string>& names = result.data.telling_columns;
  if (names.empty()) return "";
  return std::string(names.size() == 1 ? "column " : "columns ") + quoted_names(names) +
         (names.size() == 1 ? " alone tells" : ", each alone, tell") +
         " the classes apart: a copy of the target, or known only afterwards? All figures would then be too good";
}

// What a model may know by heart.
std::string copies(const StudyResult& result) {
  const DataFacts& data = result.data;
  if (data.test_rows_in_train + data.test_rows_near_train == 0) return "";
  const bool equal = data.test_rows_in_train > 0;
  std::string counts = with_commas(equal ? data.test_rows_in_train : data.test_rows_near_train) + " of " +
                       with_commas(data.test_rows) + " test rows " + (equal ? "also" : "nearly") +
                       " occur in the training part (of split 1)";
  if (data.test_rows_near_train > 0) {
    counts += (equal ? ", and " + with_commas(data.test_rows_near_train) + " more nearly" : std::string()) +
              ", to a thousandth of each column's spread or but for the label";
  }
  return counts + ": a model may know them by heart, and figures flatter where new rows are no copies" +
         (result.options.group_column.empty() ? "; --group keeps rows that belong together on one side" : "");
}

// A split by time that keeps groups apart learns from few rows where groups come back.
std::string shared_groups(const StudyResult& result) {
  const std::size_t rows = result.data.rows_of_shared_groups;
  if (rows == 0) return "";
  return in_words(rows, "earlier row does", "earlier rows do") +
         " not teach in split 1: their groups (--group) come back in the test part";
}

std::string lines_of(const LabelNoise& noise, std::int32_t y) {
  std::string out;
  std::size_t named = 0;
  for (const DoubtedLabel& row : noise.examples) {
    if (row.y == y) out += (named++ == 0 ? "" : ", ") + std::to_string(row.line);
  }
  return named == 0 ? "" : (named == 1 ? " (line " : " (lines ") + out + ")";
}

std::string labels(const StudyResult& result) {
  const LabelNoise& noise = result.label_noise;
  std::string out;
  if (noise.positives + noise.others > 0) {
    out = "models that had not seen them take " + with_commas(noise.positives) + " of " +
          in_words(noise.tested_positives, "positive", "positives") + lines_of(noise, 1) +
          " for one of the rest, and " + with_commas(noise.others) + " of " +
          with_commas(noise.rows - noise.tested_positives) + " others" + lines_of(noise, 0) +
          " for a positive: wrong labels, or hard rows (confident learning)";
  }
  if (result.data.contradictory_rows == 0) return out;
  if (!out.empty()) out += "; ";
  return out + in_words(result.data.contradictory_rows, "row is", "rows are") +
         " equal to one of the other label in every column: no model can get all of these right";
}

}  // namespace

std::vector<std::string> cautions_of(const StudyResult& result) {
  std::vector<std::string> out{telling(result), chance(result),        few_positives(result),
                               copies(result),  shared_groups(result), labels(result)};
  std::erase(out, "");
  return out;
}

}  // namespace ballast::app
