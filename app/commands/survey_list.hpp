// The list of tables that `ballast survey` works through.
#pragma once

#include <string>
#include <vector>

#include "app/commands/parsing/command.hpp"

namespace ballast::app {

// A line of the list: the words that `ballast run` would be given, or what is wrong with them.
struct SurveyLine {
  std::string path;
  std::vector<std::string> words;
  std::string error = {};
};

// Options of a study that shape what is compared over tables: PR-AUC, and F1 at chosen thresholds.
std::vector<OptionSpec> survey_study_options();

// What a line may say beside its file. Seed and threads are the survey's.
std::vector<OptionSpec> survey_line_options();

// The lines of the file that the arguments name first. Throws Error: no such file, columns that are not there, an
// option of the survey that no line can read.
std::vector<SurveyLine> read_survey_list(const Arguments& arguments, Session& session);

}  // namespace ballast::app
