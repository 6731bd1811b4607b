// Reads the list of a survey: a line a table, and what each says beside its file.
#include "app/commands/survey_list.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/report_options.hpp"
#include "app/commands/parsing/command_line.hpp"
#include "engine/files/paths.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

const Words kListColumns{"file", "target", "positive", "options"};

// Words parted by blanks; quotes of either kind hold one together.
Words split_words(const std::string& text) {
  Words out;
  std::string word;
  char quote = 0;
  bool inside = false;
  for (const char c : text) {
    if (quote != 0 ? c == quote : c == '"' || c == '\'') {
      quote = quote != 0 ? '\0' : c;
      inside = true;
    } else if (quote == 0 && std::isspace(static_cast<unsigned char>(c)) != 0) {
      if (inside) out.push_back(std::move(word));
      word.clear();
      inside = false;
    } else {
      word += c;
      inside = true;
    }
  }
  if (inside) out.push_back(std::move(word));
  return out;
}

std::string list_cell(const tabular::Table& list, const std::string& column, std::size_t row) {
  const auto place = list.find(column);
  if (!place || tabular::is_missing(list.column(*place)[row])) return "";
  return cell_text(list.schema()[*place], list.column(*place)[row]);
}

bool can_be_read(const Words& words, const Session& session) {
  try {
    read_study_options(Arguments(words, survey_line_options(), {"DATA.csv"}), session);
    return true;
  } catch (const Error&) {
    return false;
  }
}

bool is_read_always(const std::string& option) {
  const std::vector<OptionSpec> options = survey_line_options();
  const auto row = std::ranges::find_if(options, [&](const OptionSpec& spec) { return spec.name == option; });
  return std::string(row->read_with).empty();
}

// Adds the survey's words; those that only some classifiers or arms read where this line has one.
void add_common(const Words& common, const Session& session, Words& words) {
  std::vector<CutWord> conditional;
  for (CutWord& word : cut_command_line(common, survey_line_options())) {
    if (is_read_always(word.option)) {
      words.insert(words.end(), word.typed.begin(), word.typed.end());
    } else {
      conditional.push_back(std::move(word));
    }
  }
  const bool is_sound = can_be_read(words, session);  // else the line's own fault is told when its turn comes
  for (const CutWord& word : conditional) {
    Words more = words;
    more.insert(more.end(), word.typed.begin(), word.typed.end());
    if (!is_sound || can_be_read(more, session)) words = std::move(more);
  }
}

// The line's own words, then those of the survey that the line does not say itself.
Words words_of(const Arguments& arguments, const tabular::Table& list, std::size_t row, const std::string& path,
               const Session& session) {
  Words out{path, "--target", list_cell(list, "target", row), "--positive", list_cell(list, "positive", row)};
  const Words own = split_words(list_cell(list, "options", row));
  out.insert(out.end(), own.begin(), own.end());
  Words left_out{"", "out", "force", "continue"};
  for (const OptionSpec& option : common_options()) left_out.push_back(option.name);
  for (const CutWord& word : cut_command_line(own, survey_line_options())) left_out.push_back(word.option);
  add_common(arguments.words_without(left_out), session, out);
  return out;
}

// Of a line that could not be read it is not known.
void refuse_unread(const Arguments& arguments, const std::vector<SurveyLine>& lines) {
  if (std::ranges::any_of(lines, [](const SurveyLine& line) { return !line.error.empty(); })) return;
  for (const OptionSpec& option : survey_study_options()) {
    if (is_read_always(option.name) || !arguments.given(option.name)) continue;
    const bool read = std::ranges::any_of(lines, [&](const SurveyLine& line) {
      return std::ranges::find(line.words, dashed(option.name)) != line.words.end();
    });
    if (!read) {
      throw Error(dashed(option.name) + " is read by no line of the list")
          .expected("a classifier or an arm that reads it")
          .hint("--help says which");
    }
  }
}

// A table twice would count as two.
void refuse_second(const std::vector<SurveyLine>& lines) {
  const SurveyLine& last = lines.back();
  const auto same = [&](const SurveyLine& line) {  // the words begin with the path as it was spelled
    return line.words.size() == last.words.size() &&
           std::equal(line.words.begin() + 1, line.words.end(), last.words.begin() + 1) &&
           files::is_one_file(line.path, last.path, files::Direction::input);
  };
  const auto first = std::ranges::find_if(lines, same);
  if (first + 1 == lines.end()) return;
  throw Error("this study stands in the list twice").in(first->path).expected("each table once");
}

}  // namespace

std::vector<OptionSpec> survey_study_options() {
  static const Words kUnread{"base-rate", "cost-miss", "cost-alarm", "effect"};
  std::vector<OptionSpec> out = study_options("5");
  std::erase_if(out, [](const OptionSpec& row) { return std::ranges::find(kUnread, row.name) != kUnread.end(); });
  return out;
}

std::vector<OptionSpec> survey_line_options() {
  return joined(data_options(), survey_study_options());
}

std::vector<SurveyLine> read_survey_list(const Arguments& arguments, Session& session) {
  const std::string& name = arguments.positional(0);
  const tabular::Table list =
      tabular::read_csv(name, {.categorical_if_present = kListColumns}, session.pool, session.observer);
  for (const std::string& column : {kListColumns[0], kListColumns[1], kListColumns[2]}) {
    if (!list.find(column)) {
      throw Error("the list has no column '" + column + "'")
          .in(name)
          .hint("a line a table: file,target,positive,options");
    }
  }
  std::vector<SurveyLine> out;
  for (std::size_t row = 0; row < list.rows(); ++row) {
    const std::string path = (fs::path(name).parent_path() / list_cell(list, "file", row)).string();
    SurveyLine& line = out.emplace_back(SurveyLine{path, {}});
    try {
      line.words = words_of(arguments, list, row, path, session);
      refuse_second(out);
      const Arguments checked(line.words, survey_line_options(), {"DATA.csv"});  // what it refuses has its line here
    } catch (const Error& fault) {                                               // of this table; the others go on
      line.error = Error(fault).in(name, list.line(row)).what();
    }
  }
  refuse_unread(arguments, out);
  return out;
}

}  // namespace ballast::app
