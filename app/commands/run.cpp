// `ballast run`: the study of a file: does augmentation help here? (app/study/study.hpp)
#include <optional>

#include "app/commands/options/output_options.hpp"
#include "app/commands/options/split_options.hpp"
#include "app/commands/output/study_output.hpp"
#include "app/study/cautions/default_arms.hpp"

namespace ballast::app {
namespace {

std::string time_column(const Arguments& arguments) {
  if (arguments.choice("split") == "chronological" && !arguments.given("time")) {
    throw Error("--split chronological needs --time COLUMN").hint("the column that says when a row happened");
  }
  return arguments.text_or("time", "");
}

void run_study_command(const Arguments& arguments, Session& session) {
  const Stopwatch watch;
  StudyOptions options = read_study_options(arguments, session);
  options.time_column = time_column(arguments);
  options.gap = arguments.text_or("gap", "");
  options.group_column = arguments.text_or("group", "");
  DataRequest request = data_request(arguments, arguments.positional(0));
  request.time = options.time_column;
  request.gap = options.gap;
  request.group = options.group_column;
  request.keep_time = arguments.flag("keep-time");
  std::optional<files::OutputFolder> folder;
  if (session.ranks.is_first()) folder.emplace(arguments.text("out"), output_rule(arguments, {request.path}));
  const StudyFiles files{arguments.flag("write-splits"), read_report_files(arguments, "run", request.path)};
  const Dataset data = load_dataset(request, session.pool, session.observer);
  if (!arguments.given("augment")) leave_out_hungry_arms(data, options, session.observer);
  run_and_show(data, options, folder ? &*folder : nullptr, files, watch.seconds(), session);
}

}  // namespace

const Command& run_command() {
  static const Command command{
      "run",
      "a study of your data: does augmentation help, and can the data tell?",
      "Splits the rows, learns the rare class of the training part, adds synthetic rows of it, trains each classifier "
      "with and without them, judges all on the same untouched test rows, and repeats that over other splits. What a "
      "lower threshold could buy is no gain: tested are PR-AUC, and F1 and cost at thresholds that are chosen alike "
      "for every arm inside the training part (--folds). The tests are the corrected resampled t test (Nadeau & Bengio "
      "2003) with Holm's correction; of one split, a bootstrap over its test rows, which claims nothing. The last two "
      "lines say what came of it and what to do.\n\nWrites to the folder --out, which appears whole or not at all: "
      "summary.json; report.html, one page to look at and to move the threshold on, which loads nothing from "
      "elsewhere; of the first repeat the models CLASSIFIER-AUGMENTATION.ballast, with the threshold of best F1 that "
      "was chosen for them, and generator-AUGMENTATION.ballast, and synthetic.csv (the diffusion rows); with "
      "--write-splits splits.csv (repeat, row from 0, part).",
      {"DATA.csv"},
      joined(joined(data_options(), {{"out", "DIR", kRequired, "Folder to write."},
                                     force_option(),
                                     {"write-splits", "", "", "Also write splits.csv."},
                                     {"split", "KIND", "stratified",
                                      "stratified, or chronological: every repeat learns from all that came before a "
                                      "window of time and is tested on it; the windows follow each other, the last "
                                      "ends with the last row, and together they hold at most half of the rows.",
                                      Values::one_of("stratified,chronological")},
                                     {"time",
                                      "NAME",
                                      "",
                                      "The column a chronological split goes by: dates or numbers. It only orders: no "
                                      "learner sees it.",
                                      {},
                                      "split=chronological"},
                                     {"keep-time", "", "", "Learn from the column of --time too.", {}, "time"},
                                     gap_option("split=chronological"),
                                     group_option("")}),
             joined(study_options("5"), report_options())),
      "ballast run creditcard.csv --target Class --positive 1 --drop Time --out study",
      run_study_command,
      true};
  return command;
}

}  // namespace ballast::app
