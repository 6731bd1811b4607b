// `ballast survey`: studies of many tables, and one verdict over all of them (app/study/survey).
#include <algorithm>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/commands/options/report_options.hpp"
#include "app/commands/parsing/command.hpp"
#include "app/commands/parsing/extras.hpp"
#include "app/commands/survey_list.hpp"
#include "app/report/survey/survey_report.hpp"
#include "app/version.hpp"
#include "engine/files/atomic.hpp"
#include "engine/files/checksum.hpp"
#include "engine/machine/memory_peak.hpp"
#include "engine/ranks/agreement.hpp"
#include "engine/stage.hpp"

namespace ballast::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSummary = "summary.json";

// What a study's result depends on. Empty for a file that cannot be read.
std::string key_of(const SurveyLine& line, std::uint64_t seed) {
  const std::string checksum = checksum_of(line.path);
  if (checksum.empty()) return "";
  std::string text = std::string(kVersion) + "\n" + std::to_string(seed) + "\n" + checksum + "\n";
  for (const std::string& word : line.words) text += word + "\n";
  return files::to_hex(files::sha256(std::as_bytes(std::span(text))));
}

// Interrupted, but the tables that were studied are in place.
struct StoppedSurvey final : StoppedLate {
  const char* what() const noexcept override {
    return "interrupted; the tables studied so far are written, and the same words with --continue go on";
  }
};

void require_thresholds(const Arguments& arguments) {
  if (arguments.whole("folds") == 0) throw Error("--folds 0 chooses no thresholds, by which a survey compares F1");
  if (arguments.whole("folds") == 1) throw Error("--folds 1 leaves nothing to learn from").expected("2 and more");
}

// What a line asks for, once its file has been read.
struct TableStudy {
  StudyOptions options;
  Dataset data;
};

TableStudy read_table(const SurveyLine& line, Session& session, Observer& observer) {
  if (!line.error.empty()) throw Error(line.error);
  const Arguments arguments(line.words, survey_line_options(), {"DATA.csv"});
  require_thresholds(arguments);
  return {read_study_options(arguments, session),
          load_dataset(data_request(arguments, line.path), session.pool, observer)};
}

void study(TableStudy table, Session& session, Observer& observer, SurveyTable& out) {
  StudySink nothing;
  const StudyResult result =
      run_study(table.data, std::move(table.options), session.pool, observer, nothing, session.ranks);
  if (session.ranks.is_first()) add_study(result, out);
}

// The message of what went wrong with this table, or nothing; the others go on.
std::string fault_of(const std::function<void()>& work) {
  try {
    work();
    return "";
  } catch (const Stopped&) {
    throw;
  } catch (const std::exception& fault) {
    return fault.what();
  }
}

// Over ranks a table that cannot be read is a row, as in one process; a study that fails while the ranks work on it
// together ends them all.
SurveyTable survey_table(const SurveyLine& line, const std::string& key, Session& session, Observer& observer) {
  SurveyTable out{.name = fs::path(line.path).filename().string(), .key = key};
  const Stopwatch watch;
  const numeric::MemoryPeak memory;
  std::optional<TableStudy> table;
  out.error = fault_of([&] { table = read_table(line, session, observer); });
  require_same(session.ranks, {{out.name, out.error.empty() ? "readable" : out.error}}, observer);
  const auto work = [&] { study(std::move(*table), session, observer, out); };
  if (table && session.ranks.is_alone()) out.error = fault_of(work);
  if (table && !session.ranks.is_alone()) work();
  if (!out.error.empty()) session.observer.note("failed: " + out.failure());
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
std::vector<std::optional<SurveyTable>> known_tables(const std::vector<SurveyLine>& lines,
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

// The first rank knows what an earlier call has left.
std::vector<std::optional<SurveyTable>> known_on_the_first(std::vector<std::optional<SurveyTable>> tables,
                                                           Session& session) {
  std::string known;
  for (const std::optional<SurveyTable>& table : tables) known += table ? '1' : '0';
  session.ranks.broadcast(known, session.observer);
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (session.ranks.is_first()) continue;
    tables[i].reset();
    if (known[i] == '1') tables[i].emplace();
  }
  return tables;
}

void show(const Survey& survey, const std::string& folder, Session& session) {
  if (session.json) return print(survey_json(survey));
  if (session.quiet) return;
  tell_written(folder, "open " + folder + "/survey.html; summary.json", session);
  print(survey_text(survey));
}

void run_survey(const Arguments& arguments, Session& session) {
  require_thresholds(arguments);
  const bool first_rank = session.ranks.is_first();
  const std::vector<SurveyTable> earlier = first_rank ? earlier_tables(arguments) : std::vector<SurveyTable>{};
  files::OutputRule rule = continued_rule(arguments, {arguments.positional(0)});
  const std::vector<SurveyLine> lines = read_survey_list(arguments, session);
  for (const SurveyLine& line : lines) rule.inputs.push_back(line.path);
  std::optional<files::OutputFolder> folder;
  if (first_rank) folder.emplace(arguments.text("out"), rule);
  std::vector<std::string> keys;
  for (const SurveyLine& line : lines) keys.push_back(key_of(line, session.seed));
  std::vector<std::optional<SurveyTable>> tables = known_on_the_first(known_tables(lines, keys, earlier), session);
  Survey survey{.seed = session.seed};
  auto put_all = [&, first = true]() mutable {
    if (!folder) return;
    survey.tables.clear();
    for (const std::optional<SurveyTable>& table : tables) {
      if (table) survey.tables.push_back(*table);
    }
    if (!first) folder->reopen();
    first = false;
    put(survey, arguments, *folder);
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (tables[i]) continue;
    const auto whole = static_cast<double>(lines.size());
    Stage stage(session.observer, fs::path(lines[i].path).filename().string() + ": ", static_cast<double>(i) / whole,
                static_cast<double>(i + 1) / whole);
    try {
      tables[i] = survey_table(lines[i], keys[i], session, stage);
      throw_if_interrupted();
    } catch (const Stopped&) {
      if (folder && !survey.tables.empty()) throw StoppedSurvey{};
      throw;
    }
    put_all();
  }
  if (survey.tables.empty()) put_all();  // all were known
  session.observer.clear();
  if (!folder) return;
  show(survey, folder->path(), session);
  const auto is_studied = [](const SurveyTable& table) { return table.error.empty(); };
  session.incomplete = !std::ranges::all_of(survey.tables, is_studied);
  if (std::ranges::none_of(survey.tables, is_studied)) {
    throw Error("no table of the list could be studied")
        .in(arguments.positional(0))
        .hint("summary.json says why of each");
  }
}

}  // namespace

const Command& survey_command() {
  static const Command command{
      "survey",
      "studies of many tables, and one verdict over all of them",
      "Runs the study of `ballast run` on every table of LIST.csv, a CSV of the columns file, target, positive and, if "
      "wanted, options, which are those of `run` that shape a stratified study, for this table (`--drop Time --repeats "
      "3`). Files are looked for from the folder of the list. Options of the survey hold for every table whose line "
      "does not say otherwise, and can read them: --trees does not for one with --classifier boosting. A "
      "table that cannot be studied becomes a row that says why; the others go on, and the exit status is 3.\n\nOver "
      "tables: mean ranks with Friedman's test and Nemenyi's critical difference, Wilcoxon's signed ranks with Holm's "
      "correction, and the mean gain over none with its interval, for PR-AUC and for F1 at thresholds chosen inside "
      "the training part, so that --folds 0 is refused. One table is one observation, however many rows it "
      "has.\n\nWrites summary.json and survey.html to the folder --out after every table. After an end in between the "
      "same words with --continue go on: tables whose file and options are the same are not studied again.",
      {"LIST.csv"},
      joined({{"out", "DIR", kRequired, "Folder to write."},
              force_option(),
              {"continue", "", "", "Take what the folder --out holds of an earlier call, and go on."}},
             survey_study_options()),
      "ballast survey tables.csv --repeats 5 --out surveyed",
      run_survey,
      true};
  return command;
}

}  // namespace ballast::app
