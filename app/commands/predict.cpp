// `ballast predict`: a probability for each row of a file, or of a stream line by line.
#include <optional>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/date_option.hpp"
#include "app/commands/options/format_options.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/commands/scoring/model_rows.hpp"
#include "app/commands/scoring/predict_file.hpp"
#include "app/commands/scoring/predict_stream.hpp"
#include "app/commands/streamed/same_rows.hpp"
#include "app/text/flat_json.hpp"
#include "app/text/numbers.hpp"
#include "engine/quoting.hpp"

namespace ballast::app {
namespace {

std::string what_of(const ClassifierFile& file) {
  const std::string target = one_line(file.target.column.name);
  if (file.classes.empty()) return " probabilities of " + target + " = " + one_line(file.target.positive);
  return " rows, probabilities of the " + with_commas(file.classes.size()) + " classes of " + target;
}

void run_predict(const Arguments& arguments, Session& session) {
  const bool raw = arguments.flag("raw");
  const std::vector<std::string> keep = arguments.given("keep") ? arguments.list("keep") : std::vector<std::string>{};
  const std::string out = arguments.text_or("out", arguments.positional(1) == "-" ? "-" : "");
  if (out.empty()) throw Error("--out is missing").expected("the CSV file to write");
  arguments.state("a-stream-of-rows", arguments.positional(1) == "-" && out == "-",
                  arguments.positional(1) + " to " + out, "DATA.csv is -, and no --out");
  std::optional<files::StagedFile> written;
  if (session.ranks.is_first()) {
    written.emplace(out, csv_rule(arguments, out, {arguments.positional(0), arguments.positional(1)}));
  }
  if (takes_standard_output(out, session) && arguments.positional(1) == "-") {
    const ClassifierFile model = load_classifier_file(arguments.positional(0));
    return predict_stream(model,
                          {keep, read_format(arguments, model.made_by.format), arguments.flag("skip-bad"), raw,
                           arguments.flag("accept-unseen"), date_columns(arguments)},
                          session);
  }
  const ClassifierFile file = load_classifier_file(arguments.positional(0));
  const FileRequest request{arguments.positional(1), keep, read_format(arguments, file.made_by.format),
                            date_columns(arguments), raw,  arguments.flag("accept-unseen")};
  require_same_files("predict", arguments, session);
  const Stopwatch watch;
  if (!written) {
    predict_file(file, request, "", session);
    return;
  }
  ScoredRows scored;
  written->commit([&](const std::string& place) { scored = predict_file(file, request, place, session); });
  note_learned(scored.learned, scored.rows, session);
  tell_written(out, with_commas(scored.rows) + what_of(file), session);
  if (session.json) {
    print(flat_json({{"written", out},
                     {"rows", std::uint64_t{scored.rows}},
                     {"learned_rows", std::uint64_t{scored.learned.value_or(0)}},
                     {"timings", NamedNumbers{{"predict", watch.seconds()}}}}));
  }
}

}  // namespace

const Command& predict_command() {
  static const Command command{
      "predict",
      "score rows with a model file",
      "Writes a CSV file with the header \"probability\" and one line for each row of DATA.csv, in order: the "
      "probability that the row's target is the positive label. The columns of the model may stand in any order; "
      "others are ignored, the target among them. Labels that the model has never seen count as missing, with a note; "
      "where they are more than a tenth of a column the file is refused. "
      "A model of more than two classes gives one column per class, \"probability_\" and its label, and a last column "
      "\"predicted\", the likeliest label.\n\n"
      "Probabilities are those of the model's decision (`ballast inspect` shows it): the prior put right, calibrated. "
      "Where the model has a threshold a second column \"flagged\" holds 1 for rows at or above it, else 0.\n\n"
      "With - in place of DATA.csv, rows come from standard input, the header first, and each line is answered on "
      "standard output at once (a row of delimiters alone once another follows: at the end they are no rows), unless "
      "--out names a file.",
      {"MODEL.ballast", "DATA.csv"},
      joined({{"out", "FILE", "", "CSV file to write; - is standard output. Required, unless DATA.csv is -."},
              force_option(),
              {"keep", "A,B", "",
               "Columns of DATA.csv to write before the scores, such as an identifier, cells as they are there.",
               Values::names()},
              {"raw", "", "", "The classifier's own scores: nothing corrected, calibrated, flagged or predicted."},
              accept_unseen_option(),
              {"skip-bad",
               "",
               "",
               "Report a line that cannot be read and answer NA, instead of ending there.",
               {},
               "a-stream-of-rows"}},
             later_format_options()),
      "ballast predict model.ballast new.csv --out scores.csv",
      run_predict,
      true};
  return command;
}

}  // namespace ballast::app
