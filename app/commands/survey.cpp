// `ballast survey`: studies of many tables, and one verdict over all of them (app/study/survey).
#include <algorithm>
#include <cctype>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/commands/options/report_options.hpp"
#include "app/commands/parsing/command.hpp"
#include "app/commands/parsing/command_line.hpp"
#include "app/commands/parsing/extras.hpp"
#include "app/report/survey/survey_report.hpp"
#include "app/version.hpp"
#include "engine/files/atomic.hpp"
#include "engine/files/checksum.hpp"
#include "engine/machine/memory_peak.hpp"
#include "engine/stage.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

constexpr const char* kSummary = "summary.json";
const Words kListColumns{"file", "target", "positive", "options"};

// What a line may say beside its file. Seed and threads are the survey's.
std::vector<OptionSpec> line_options() {
  return joined(data_options(), study_options("5"));
}

// A line of the list: the words that `ballast run` would be given, or what is wrong with them.
struct Line {
  std::string path;
  Words words;
  std::string error = {};
};

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

// The line's own words, then those of the survey that the line does not say itself.
Words words_of(const Arguments& arguments, const tabular::Table& list, std::size_t row, const std::string& path) {
  Words out{path, "--target", list_cell(list, "target", row), "--positive", list_cell(list, "positive", row)};
  const Words own = split_words(list_cell(list, "options", row));
  out.insert(out.end(), own.begin(), own.end());
  Words left_out{"", "out", "force", "continue"};
  for (const OptionSpec& option : common_options()) left_out.push_back(option.name);
  for (const CutWord& word : cut_command_line(own, line_options())) left_out.push_back(word.option);
  const Words common = arguments.words_without(left_out);
  out.insert(out.end(), common.begin(), common.end());
  return out;
}

// A table twice would count as two.
void refuse_second(const std::vector<Line>& lines) {
  const auto first = std::ranges::find(lines, lines.back().words, &Line::words);
  if (first + 1 == lines.end()) return;
  throw Error("this study stands in the list twice").in(first->path).expected("each table once");
}

std::vector<Line> read_list(const Arguments& arguments, Session& session) {
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
  std::vector<Line> out;
  for (std::size_t row = 0; row < list.rows(); ++row) {
    const std::string path = (fs::path(name).parent_path() / list_cell(list, "file", row)).string();
    Line& line = out.emplace_back(Line{path, {}});
    try {
      line.words = words_of(arguments, list, row, path);
      refuse_second(out);
    } catch (const Error& fault) {  // of this table; the others go on
      line.error = fault.what();
    }
  }
  return out;
}

// What a study's result depends on. Empty for a file that cannot be read.
std::string key_of(const Line& line, std::uint64_t seed) {
  const std::string checksum = checksum_of(line.path);
  if (checksum.empty()) return "";
  std::string text = std::string(kVersion) + "\n" + std::to_string(seed) + "\n" + checksum + "\n";
  for (const std::string& word : line.words) text += word + "\n";
  return files::to_hex(files::sha256(std::as_bytes(std::span(text))));
}

// Options of a study that change nothing of what is compared over tables.
void refuse_unread(const Arguments& arguments) {
  for (const char* option : {"base-rate", "cost-miss", "cost-alarm", "effect"}) {
    if (arguments.given(option)) {
      throw Error(std::string("--") + option + " says nothing over tables")
          .expected("what shapes PR-AUC, or F1 at chosen thresholds");
    }
  }
  if (arguments.whole("folds") == 0) throw Error("--folds 0 chooses no thresholds, by which a survey compares F1");
}

void study(const Line& line, Session& session, Observer& observer, SurveyTable& out) {
  const Arguments arguments(line.words, line_options(), {"DATA.csv"});
  refuse_unread(arguments);
  StudyOptions options = read_study_options(arguments, session);
  const Dataset data = load_dataset(data_request(arguments, line.path), session.pool, observer);
  StudySink nothing;
  add_study(run_study(data, std::move(options), session.pool, observer, nothing), out);
}

SurveyTable survey_table(const Line& line, const std::string& key, Session& session, Observer& observer) {
  SurveyTable out{.name = fs::path(line.path).filename().string(), .key = key};
  const Stopwatch watch;
  const numeric::MemoryPeak memory;
  try {
    if (!line.error.empty()) throw Error(line.error);
    study(line, session, observer, out);
  } catch (const Stopped&) {
    throw;
  } catch (const std::exception& fault) {  // of this table; the others go on
    out.error = fault.what();
    session.observer.note("failed: " + out.name + ": " + out.error);
  }
  out.seconds = watch.seconds();
  out.megabytes = memory.megabytes();
  return out;
}

std::vector<SurveyTable> earlier_tables(const Arguments& arguments) {
  const std::string path = (fs::path(arguments.text("out")) / kSummary).string();
  if (!arguments.flag("continue") || !fs::exists(path)) return {};
  std::ifstream in(path, std::ios::binary);
  return read_survey_tables({std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}, path);
}

// All that is known is in place after each table, so that an end in between loses one table and no more.
void put(Survey& survey, const Arguments& arguments, files::OutputFolder& folder) {
  judge_survey(survey);
  files::write_atomically(folder.file(kSummary), survey_json(survey));
  files::write_atomically(folder.file("survey.html"),
                          survey_html(survey, shown_command("survey", arguments, {"continue"})));
  folder.commit();
}

// Tables that an earlier call has studied, at their lines.
std::vector<std::optional<SurveyTable>> known_tables(const std::vector<Line>& lines,
                                                     const std::vector<std::string>& keys,
                                                     const std::vector<SurveyTable>& earlier) {
  std::vector<std::optional<SurveyTable>> out(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto known = std::ranges::find_if(earlier, [&](const SurveyTable& table) {
      return !keys[i].empty() && table.key == keys[i] && table.error.empty();
    });
    if (known != earlier.end()) out[i] = *known;
  }
  return out;
}

void run_survey(const Arguments& arguments, Session& session) {
  refuse_unread(arguments);
  const std::vector<SurveyTable> earlier = earlier_tables(arguments);
  files::OutputRule rule = output_rule(arguments, {arguments.positional(0)});
  rule.force = rule.force || arguments.flag("continue");
  const std::vector<Line> lines = read_list(arguments, session);
  for (const Line& line : lines) rule.inputs.push_back(line.path);
  files::OutputFolder folder(arguments.text("out"), rule);
  std::vector<std::string> keys;
  for (const Line& line : lines) keys.push_back(key_of(line, session.seed));
  std::vector<std::optional<SurveyTable>> tables = known_tables(lines, keys, earlier);
  Survey survey{.seed = session.seed};
  auto put_all = [&, first = true]() mutable {
    survey.tables.clear();
    for (const std::optional<SurveyTable>& table : tables) {
      if (table) survey.tables.push_back(*table);
    }
    if (!first) folder.reopen();
    first = false;
    put(survey, arguments, folder);
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (tables[i]) continue;
    const auto whole = static_cast<double>(lines.size());
    Stage stage(session.observer, fs::path(lines[i].path).filename().string() + ": ", static_cast<double>(i) / whole,
                static_cast<double>(i + 1) / whole);
    tables[i] = survey_table(lines[i], keys[i], session, stage);
    throw_if_interrupted();
    put_all();
  }
  if (survey.tables.empty()) put_all();  // all were known
  session.observer.clear();
  if (session.json) return print(survey_json(survey));
  if (session.quiet) return;
  tell_written(folder.path(), "open " + folder.path() + "/survey.html; summary.json", session);
  print(survey_text(survey));
}

}  // namespace

const Command& survey_command() {
  static const Command command{
      "survey",
      "studies of many tables, and one verdict over all of them",
      "Runs the study of `ballast run` on every table of LIST.csv, a CSV of the columns file, target, positive and, if "
      "wanted, options, which are those of `run` that shape a stratified study, for this table (`--drop Time --repeats 3`). Files are looked for from "
      "the folder of the list. Options of the survey hold for every table whose line does not say otherwise. A table "
      "that cannot be studied becomes a row that says why; the others go on.\n\n"
      "Over tables: mean ranks with Friedman's test and Nemenyi's critical difference, Wilcoxon's signed ranks with "
      "Holm's correction, and the mean gain over none with its interval, for PR-AUC and for F1 at thresholds chosen "
      "inside the training part. One table is one observation, however many rows it has.\n\n"
      "Writes summary.json and survey.html to the folder --out after every table. After an end in between the same "
      "words with --continue go on: tables whose file and options are the same are not studied again.",
      {"LIST.csv"},
      joined({{"out", "DIR", kRequired, "Folder to write."},
              force_option(),
              {"continue", "", "", "Take what the folder --out holds of an earlier call, and go on."}},
             study_options("5")),
      "ballast survey tables.csv --repeats 5 --out surveyed",
      run_survey};
  return command;
}

}  // namespace ballast::app
