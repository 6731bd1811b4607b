#include <charconv>

#include "app/commands/data_options.hpp"
#include "app/report/json.hpp"
#include "app/report/study_text.hpp"
#include "engine/files/atomic.hpp"

namespace ballast::app {
namespace {

std::string scores_csv(std::span<const float> scores) {
  std::string out = "probability\n";
  char text[32];
  for (const float score : scores) {
    out.append(text, std::to_chars(text, text + sizeof text, score).ptr);
    out += '\n';
  }
  return out;
}

void run(const Arguments& arguments, Session& session) {
  const std::string& out = arguments.text("out");
  files::probe_output(out);
  const ClassifierFile file = load_classifier_file(arguments.positional(0));
  Stopwatch watch;
  const tabular::Table table = read_for_model(arguments.positional(1), file.features, session);
  const double load_seconds = watch.seconds();
  watch = Stopwatch();
  const std::vector<float> scores = score_table(file, table, arguments.positional(1), session);
  const double predict_seconds = watch.seconds();
  throw_if_interrupted();
  files::write_atomically(out, scores_csv(scores));
  session.observer.clear();
  if (session.json) {
    print(flat_json({{"written", out},
                     {"rows", std::uint64_t{scores.size()}},
                     {"timings", Timings{{"load", load_seconds}, {"predict", predict_seconds}}}}));
  } else if (!session.quiet) {
    print("wrote " + out + ": " + with_commas(scores.size()) + " probabilities of " + file.target.column.name + " = " +
          file.target.positive + "\n");
  }
}

}  // namespace

const Command& predict_command() {
  static const Command command{
      "predict",
      "score rows with a model file",
      "Writes a CSV file with the header \"probability\" and one line for each row of DATA.csv, in order: the "
      "probability that the row's target is the positive label. The columns of the model may stand in any order; "
      "others are ignored, the target among them. Labels that the model has never seen count as missing, with a note.",
      {"MODEL.ballast", "DATA.csv"},
      {{"out", "FILE", "", "CSV file to write.", true}},
      "ballast predict model.ballast new.csv --out scores.csv",
      run};
  return command;
}

}  // namespace ballast::app
