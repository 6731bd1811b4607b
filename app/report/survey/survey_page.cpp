#include "app/report/page/frame.hpp"
#include "app/report/survey/survey_report.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app {
namespace {

using page::DataTable;
using page::Section;
using Rows = std::vector<std::vector<std::string>>;

DataTable data_table(const Rows& rows, const std::string& caption, std::size_t heads = 1) {
  return {.caption = caption, .head = rows[0], .rows = {rows.begin() + 1, rows.end()}, .row_heads = heads};
}

Section verdict_section(const Survey& survey) {
  Section out{.id = "verdict", .title = "Verdict over the tables", .lead = survey.verdict};
  out.notes = {
      "Each table is one observation: the mean gain of an arm over none, over the table's splits. Tested by "
      "Wilcoxon's signed ranks with Holm's correction over all arms, classifiers and metrics here. Intervals "
      "of mean gains are Student's over the tables; \"between tables\" is the standard deviation of true gains, "
      "what the splits' noise leaves of their spread."};
  return out;
}

Section ranking_section(const SurveyRanking& ranking, std::size_t number) {
  Section out{.id = "ranking-" + std::to_string(number), .title = ranking_title(ranking)};
  out.tables.push_back(data_table(ranking_rows(ranking), "Gains are over none"));
  if (ranking.arms.size() > 1)
    out.pictures.push_back({.file = "ranks-" + std::to_string(number), .figure = rank_figure(ranking)});
  return out;
}

// One row a table and classifier, one column an arm: where an arm helps.
DataTable gains_table(const Survey& survey) {
  DataTable out{
      .caption = "Gain of PR-AUC over none, by table", .head = {"table", "classifier", "positives"}, .row_heads = 2};
  if (survey.rankings.empty()) return out;
  for (const SurveyGain& arm : survey.rankings[0].arms) {
    if (arm.p) out.head.push_back(arm.augmentation);
  }
  for (const SurveyTable& table : survey.tables) {
    for (const SurveyArm& none : table.arms) {
      if (none.augmentation != "none") continue;
      const double share = 100 * static_cast<double>(table.positives) / static_cast<double>(table.rows);
      std::vector<std::string> row{table.name, none.classifier, fixed(share, 2) + " %"};
      for (std::size_t c = row.size(); c < out.head.size(); ++c) {
        const auto arm = std::ranges::find_if(table.arms, [&](const SurveyArm& a) {
          return a.classifier == none.classifier && a.augmentation == out.head[c];
        });
        row.push_back(arm == table.arms.end() ? "-" : fixed(arm->gain[0], 4, true));
      }
      out.rows.push_back(std::move(row));
    }
  }
  return out;
}

Section tables_section(const Survey& survey) {
  Section out{.id = "tables", .title = "The tables"};
  out.tables = {data_table(table_rows(survey), "Seconds and most memory of each study")};
  if (DataTable gains = gains_table(survey); !gains.rows.empty()) out.tables.push_back(std::move(gains));
  for (const SurveyTable& table : survey.tables) {
    if (!table.error.empty()) out.notes.push_back("Failed: " + table.failure());
    for (const std::string& caution : table.cautions) {
      out.notes.push_back("Caution: " + table.name + ": " + caution + ".");
    }
  }
  return out;
}

std::vector<Section> sections_of(const Survey& survey, const std::string& command) {
  std::vector<Section> out{verdict_section(survey)};
  for (const SurveyRanking& ranking : survey.rankings) out.push_back(ranking_section(ranking, out.size()));
  out.push_back(tables_section(survey));
  out.push_back({.id = "reproduce", .title = "How to get this again", .lead = {command}});
  return out;
}

}  // namespace

std::string survey_html(const Survey& survey, const std::string& command) {
  const std::string tables = std::to_string(survey.tables.size()) + " tables";
  return page::still_page(
      {.title = "Survey of " + tables, .brand = "ballast: a survey", .heading = tables, .skip_to = "the verdict"},
      sections_of(survey, command));
}

}  // namespace ballast::app
