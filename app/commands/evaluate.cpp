#include <algorithm>

#include "app/commands/data_options.hpp"
#include "app/evaluate/evaluation.hpp"
#include "engine/tabular/csv.hpp"

namespace ballast::app {
namespace {

struct Judged {
  std::vector<float> scores;
  std::vector<std::int32_t> y;
  classifiers::Decision decision = {};  // of the model, unless raw scores were asked for
};

std::vector<float> read_scores(const std::string& path, Session& session) {
  const tabular::Table table = tabular::read_csv(path, {}, session.pool, session.observer);
  const auto column = table.find("probability");
  if (!column || table.schema()[*column].is_text()) {
    throw Error("no numeric column 'probability'").in(path).hint("`ballast predict` writes such a file");
  }
  std::vector<float> out;
  for (const double cell : table.column(*column)) {
    if (!(cell >= 0 && cell <= 1)) {
      throw Error("not a probability")
          .in(path, out.size() + 2)
          .expected("a number from 0 to 1")
          .got(cell_text(table.schema()[*column], cell));
    }
    out.push_back(static_cast<float>(cell));
  }
  return out;
}

TargetSpec target_spec(const Arguments& arguments, const TargetColumn* model) {
  for (const char* name : {"target", "positive"}) {
    if (!arguments.given(name) && model == nullptr) {
      throw Error("--" + std::string(name) + " is missing").hint("scores do not say what they predict");
    }
  }
  return {arguments.text_or("target", model ? model->column.name : ""),
          arguments.text_or("positive", model ? model->positive : "")};
}

Judged judge_model(const Arguments& arguments, Session& session) {
  const ClassifierFile file = load_classifier_file(arguments.positional(0));
  const std::string& path = arguments.positional(1);
  const tabular::Table table = read_for_model(path, file.features, session);
  std::vector<std::int32_t> y = binary_labels(table, target_spec(arguments, &file.target), path);
  const bool raw = arguments.flag("raw");
  return {score_table(file, table, path, raw, session), std::move(y), raw ? classifiers::Decision{} : file.decision};
}

Judged judge_scores(const Arguments& arguments, Session& session) {
  if (arguments.flag("raw")) throw Error("--raw is for a model file: scores are what they are");
  const TargetSpec target = target_spec(arguments, nullptr);
  const std::string &scores_path = arguments.positional(0), &path = arguments.positional(1);
  Judged out;
  out.scores = read_scores(scores_path, session);
  const tabular::Table table = tabular::read_csv(path, {}, session.pool, session.observer);
  if (out.scores.size() != table.rows()) {
    throw Error("scores and data differ in length")
        .in(scores_path)
        .expected(std::to_string(table.rows()) + " scores, one for each row of " + path)
        .got(std::to_string(out.scores.size()));
  }
  out.y = binary_labels(table, target, path);
  return out;
}

bool is_scores(const std::string& path) {
  return path.ends_with(".csv") || path.ends_with(".csv.gz");
}

// The threshold and base rate asked for, else the model's.
Evaluation judged_at(const Arguments& arguments, const Judged& judged) {
  double threshold = judged.decision.threshold.value_or(0.5);
  if (arguments.given("threshold")) threshold = arguments.real("threshold", 0, 1, true);
  std::optional<double> base_rate = judged.decision.base_rate;
  if (arguments.given("base-rate")) base_rate = arguments.real("base-rate", 0, 1);
  return evaluate(judged.scores, judged.y, threshold, base_rate);
}

void run(const Arguments& arguments, Session& session) {
  for (const char* name : {"threshold", "base-rate"}) {  // refused before anything is read
    if (arguments.given(name)) arguments.real(name, 0, 1, name == std::string("threshold"));
  }
  const Judged judged =
      is_scores(arguments.positional(0)) ? judge_scores(arguments, session) : judge_model(arguments, session);
  const Evaluation evaluation = judged_at(arguments, judged);
  session.observer.clear();
  if (session.json) {
    print(evaluation_json(evaluation));
  } else if (!session.quiet) {
    print(evaluation_text(evaluation));
  }
}

}  // namespace

const Command& evaluate_command() {
  static const Command command{
      "evaluate",
      "judge scores, or a model, against the truth",
      "Prints precision, recall and F1 at the threshold, PR-AUC (average precision), ROC-AUC, log-loss, the Brier "
      "score "
      "and its parts (reliability - resolution + uncertainty + within bins; the first says how far probabilities are "
      "off), the confusion counts and a table of reliability. The first argument is what `ballast predict` wrote (a "
      ".csv or .csv.gz file with a column \"probability\"), or a model file, which then scores DATA.csv itself, by its "
      "decision; --target and --positive are then those of the model unless given. Writes no file.",
      {"SCORES.csv|MODEL.ballast", "DATA.csv"},
      {{"target", "NAME", "", "The column that holds the truth."},
       {"positive", "LABEL", "", "Its label of the rare class."},
       {"threshold", "X", "", "A score at or above it is a flag. Default: the model's own, else 0.5."},
       {"base-rate", "X", "",
        "Judge once more as if positives were this share of all rows. Default: what the model was trained for, if that "
        "was stated."},
       {"raw", "", "", "Judge the classifier's own scores, without the model's decision."}},
      "ballast evaluate scores.csv new.csv --target Class --positive 1",
      run};
  return command;
}

}  // namespace ballast::app
