#include "app/report/survey/survey_report.hpp"
#include "app/text/aligned.hpp"
#include "app/text/numbers.hpp"
#include "app/text/wrapped.hpp"

namespace ballast::app {
namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr int kDigits = 4, kRankDigits = 2, kPDigits = 3;

std::string shown(const std::optional<double>& value, int digits, bool sign = false) {
  return value ? fixed(*value, digits, sign) : "-";
}

}  // namespace

std::string ranking_title(const SurveyRanking& ranking) {
  return ranking.classifier + ", " + (ranking.metric == kPrAuc ? "PR-AUC" : "F1 at chosen thresholds") + " over " +
         std::to_string(ranking.tables) + " tables";
}

std::string friedman_text(const SurveyRanking& ranking) {
  return "Friedman p " + (ranking.friedman_p < 0.001 ? "below 0.001" : fixed(ranking.friedman_p, kPDigits)) +
         "; Nemenyi critical difference of mean ranks " + fixed(ranking.critical_difference, kRankDigits);
}

Rows ranking_rows(const SurveyRanking& ranking) {
  Rows out{{"augmentation", "mean rank", "mean gain", "95 % interval", "between tables", "better/worse", "Wilcoxon p",
            "Holm p"}};
  for (const SurveyGain& arm : ranking.arms) {
    const bool is_none = !arm.p;
    out.push_back({arm.augmentation, fixed(arm.mean_rank, kRankDigits), is_none ? "-" : fixed(arm.mean, kDigits, true),
                   is_none ? "-" : shown(arm.low, kDigits, true) + " to " + shown(arm.high, kDigits, true),
                   is_none ? "-" : shown(arm.between, kDigits),
                   is_none ? "-" : std::to_string(arm.better) + "/" + std::to_string(arm.worse),
                   arm.p ? p_value(*arm.p) : "-", arm.p_holm ? p_value(*arm.p_holm) : "-"});
  }
  return out;
}

Rows table_rows(const Survey& survey) {
  Rows out{{"table", "rows", "positives", "columns", "repeats", "s", "MB"}};
  for (const SurveyTable& table : survey.tables) {
    if (table.error.empty()) {
      out.push_back({table.name, with_commas(table.rows), with_commas(table.positives), std::to_string(table.features),
                     std::to_string(table.repeats), fixed(table.seconds, 1), fixed(table.megabytes, 0)});
    } else {
      out.push_back({table.name, "-", "-", "-", "-", fixed(table.seconds, 1), "-"});
    }
  }
  return out;
}

std::string survey_text(const Survey& survey) {
  std::string out = aligned(table_rows(survey), 1);
  for (const SurveyTable& table : survey.tables) {
    if (!table.error.empty()) out += "failed: " + table.failure() + "\n";
    for (const std::string& caution : table.cautions) out += wrapped("caution: " + table.name + ": " + caution + ".");
  }
  for (const SurveyRanking& ranking : survey.rankings) {
    out += "\n" + ranking_title(ranking) + "\n" + aligned(ranking_rows(ranking), 1);
    if (ranking.arms.size() > 1) out += friedman_text(ranking) + "\n";
  }
  out += "\nverdict:";
  for (const std::string& sentence : survey.verdict) out += " " + sentence;
  return out + "\n";
}

}  // namespace ballast::app
