// What a survey found, as text, as JSON (docs/formats.md) that can be read back to go on from, and as a page.
#pragma once

#include <string>
#include <vector>

#include "app/figures/figure.hpp"
#include "app/study/survey/survey.hpp"

namespace ballast::app {

std::string survey_text(const Survey& survey);

std::string survey_json(const Survey& survey);
// The tables of such a file. Throws Error, naming `file`, for anything else.
std::vector<SurveyTable> read_survey_tables(const std::string& text, const std::string& file);

// command: how to get this again. One file that loads nothing.
std::string survey_html(const Survey& survey, const std::string& command);

// Mean ranks with Nemenyi's interval, half the critical difference to both sides: arms whose intervals do not overlap
// differ at 5 %. Requires: at least two arms.
figures::Figure rank_figure(const SurveyRanking& ranking);

// "forest, PR-AUC over 8 tables", and what Friedman's test says of it.
std::string ranking_title(const SurveyRanking& ranking);
std::string friedman_text(const SurveyRanking& ranking);
// A header and a row for each arm.
std::vector<std::vector<std::string>> ranking_rows(const SurveyRanking& ranking);
std::vector<std::vector<std::string>> table_rows(const Survey& survey);

}  // namespace ballast::app
