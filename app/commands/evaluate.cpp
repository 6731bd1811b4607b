#include "app/commands/data_options.hpp"
#include "app/commands/model_rows.hpp"
#include "app/commands/two_class_options.hpp"
#include "app/data/class_labels.hpp"
#include "app/data/scores_file.hpp"
#include "app/evaluate/class_evaluation.hpp"
#include "app/evaluate/evaluation.hpp"
#include "engine/files/output.hpp"
#include "engine/tabular/csv.hpp"

namespace ballast::app {
namespace {

struct Judged {
  std::vector<float> scores;
  std::vector<std::int32_t> y;
  classifiers::Decision decision = {};  // of the model, unless raw scores were asked for
  std::optional<std::size_t> learnt_rows = {};
};

TargetSpec target_spec(const Arguments& arguments, const TargetColumn* model) {
  if (!arguments.given("positive") && model == nullptr) {
    throw Error("--positive is missing").hint("scores do not say what they predict");
  }
  return {arguments.text_or("target", model ? model->column.name : ""),
          arguments.text_or("positive", model ? model->positive : "")};
}

// The threshold and base rate asked for, else the model's.
std::string shown(const Arguments& arguments, const Judged& judged, const Session& session) {
  double threshold = judged.decision.threshold.value_or(0.5);
  if (arguments.given("threshold")) threshold = arguments.real("threshold", 0, 1, true);
  std::optional<double> base_rate = judged.decision.base_rate;
  if (arguments.given("base-rate")) base_rate = arguments.real("base-rate", 0, 1);
  Evaluation evaluation = evaluate(judged.scores, judged.y, threshold, base_rate);
  evaluation.learnt_rows = judged.learnt_rows;
  return session.json ? evaluation_json(evaluation) : evaluation_text(evaluation);
}

std::string shown(const ClassEvaluation& evaluation, const Session& session) {
  return session.json ? class_evaluation_json(evaluation) : class_evaluation_text(evaluation);
}

std::string judge_model(const Arguments& arguments, Session& session) {
  const ClassifierFile file = load_classifier_file(arguments.positional(0));
  const std::string& path = arguments.positional(1);
  const std::string target = arguments.text_or("target", file.target.column.name);
  if (!file.classes.empty()) {
    refuse_two_class_options(arguments, target, file.classes.size());
    const tabular::Table table = read_for_model(path, file.features, session, {target});
    const std::vector<std::int32_t> y = known_classes(table, target, file.classes, path);
    const numeric::Matrix<float> probability = class_scores(file, table, path, session);
    ClassEvaluation evaluation = evaluate_classes(probability.view(), y, file.classes, target);
    evaluation.learnt_rows = learnt_rows(file, table);
    return shown(evaluation, session);
  }
  const tabular::Table table = read_for_model(path, file.features, session, {}, {target});
  std::vector<std::int32_t> y = binary_labels(table, target_spec(arguments, &file.target), path);
  const bool raw = arguments.flag("raw");
  return shown(arguments,
               {score_table(file, table, path, raw, session), std::move(y),
                raw ? classifiers::Decision{} : file.decision, learnt_rows(file, table)},
               session);
}

std::string judge_scores(const Arguments& arguments, Session& session) {
  if (arguments.flag("raw")) throw Error("--raw is for a model file: scores are what they are");
  if (!arguments.given("target")) throw Error("--target is missing").hint("scores do not say what they predict");
  const std::string &scores_path = arguments.positional(0), &path = arguments.positional(1);
  const std::string& target = arguments.text("target");
  const ScoresFile scores = read_scores(scores_path, session.pool, session.observer);
  const bool two = scores.classes.empty();
  if (!two) refuse_two_class_options(arguments, target, scores.classes.size());
  const TargetSpec spec = two ? target_spec(arguments, nullptr) : TargetSpec{};
  tabular::CsvOptions options;
  if (!two) options.categorical_if_present = {target};  // labels as they are written
  const tabular::Table table = tabular::read_csv(path, options, session.pool, session.observer);
  if (scores.probability.rows() != table.rows()) {
    throw Error("scores and data differ in length")
        .in(scores_path)
        .expected(std::to_string(table.rows()) + " scores, one for each row of " + path)
        .got(std::to_string(scores.probability.rows()));
  }
  if (!two) {
    const std::vector<std::int32_t> y = known_classes(table, target, scores.classes, path);
    return shown(evaluate_classes(scores.probability.view(), y, scores.classes, target), session);
  }
  const auto values = scores.probability.values();
  return shown(arguments, {{values.begin(), values.end()}, binary_labels(table, spec, path)}, session);
}

bool is_scores(const std::string& path) {
  return path.ends_with(".csv") || path.ends_with(".csv.gz");
}

void run(const Arguments& arguments, Session& session) {
  files::refuse_two_streams({arguments.positional(0), arguments.positional(1)});
  for (const char* name : {"threshold", "base-rate"}) {  // refused before anything is read
    if (arguments.given(name)) arguments.real(name, 0, 1, name == std::string("threshold"));
  }
  const std::string text =
      is_scores(arguments.positional(0)) ? judge_scores(arguments, session) : judge_model(arguments, session);
  session.observer.clear();
  if (session.json || !session.quiet) print(text);
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
      "decision; --target and --positive are then those of the model unless given. Writes no file.\n\n"
      "Of more than two classes (a model of them, or scores with a column \"probability_\" and label for each): "
      "accuracy, "
      "log-loss, precision, recall, F1 and PR-AUC against all others of each class and their means, and the confusion "
      "matrix, in the text for at most 20 classes.",
      {"SCORES.csv|MODEL.ballast", "DATA.csv"},
      {{"target", "NAME", "", "The column that holds the truth."},
       {"positive", "LABEL", "", "Its label of the rare class, of two."},
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
