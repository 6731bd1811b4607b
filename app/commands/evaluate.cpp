// `ballast evaluate`: a model or its scores judged on labelled rows (app/models/evaluate).
#include <algorithm>
#include <array>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/format_options.hpp"
#include "app/commands/options/two_class_options.hpp"
#include "app/commands/scoring/judged_rows.hpp"
#include "app/commands/scoring/model_rows.hpp"
#include "app/commands/scoring/scored_label.hpp"
#include "app/commands/streamed/same_rows.hpp"
#include "app/data/labels/class_labels.hpp"
#include "app/data/scores_file.hpp"
#include "app/models/evaluate/class_evaluation.hpp"
#include "app/models/evaluate/evaluation.hpp"
#include "app/text/numbers.hpp"
#include "engine/files/output.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/labels/label_index.hpp"

namespace ballast::app {
namespace {

struct Judged {
  std::vector<double> scores;
  bool are_float32;
  std::vector<std::int32_t> y;
  classifiers::Decision decision = {};  // of the model, unless raw scores were asked for
  std::optional<std::size_t> learned_rows = {};
};

// The figures at the threshold and base rate asked for, else the model's.
Evaluation evaluated(const Arguments& arguments, const Judged& judged) {
  double threshold = judged.decision.threshold.value_or(0.5);
  const bool asked = arguments.given("threshold");
  if (asked) threshold = arguments.real("threshold");
  const double least = asked && judged.are_float32 ? static_cast<double>(least_written(threshold)) : threshold;
  std::optional<double> base_rate = judged.decision.base_rate;
  if (arguments.given("base-rate")) base_rate = arguments.real("base-rate");
  Evaluation evaluation = evaluate(judged.scores, judged.y, least, base_rate);
  evaluation.threshold = threshold;
  evaluation.learned_rows = judged.learned_rows;
  return evaluation;
}

std::string shown(const Evaluation& evaluation, const Session& session) {
  return session.json ? evaluation_json(evaluation) : evaluation_text(evaluation);
}

std::string shown(const ClassEvaluation& evaluation, const Session& session) {
  return session.json ? class_evaluation_json(evaluation) : class_evaluation_text(evaluation);
}

std::string judge_rows(const Arguments& arguments, const ClassifierFile& file, const TargetSpec& target,
                       const JudgedRows& rows, Session& session) {
  const std::string& path = arguments.positional(1);
  if (!file.classes.empty()) {
    state_classes(arguments, target.column, file.classes.size());
    const std::vector<std::int32_t> y = known_classes(rows.table(), target.column, file.classes, path);
    const numeric::Matrix<float> probability = rows.scores(session);
    ClassEvaluation evaluation = evaluate_classes(probability.view(), y, file.classes, target.column);
    evaluation.learned_rows = rows.learned();
    return shown(evaluation, session);
  }
  target_cells(rows.table(), target.column, path);
  require_label_of_model(file, arguments.positional(0), rows.table(), target, session.observer);
  std::vector<std::int32_t> y = binary_labels(rows.table(), target, path);
  if (target.column == file.target.column.name && means_positive(file.target, target.positive)) {
    judge_true_labels(file.target, rows.table(), path, rows.accepts_unseen(), session.observer);
  }
  const bool raw = arguments.flag("raw");
  require_two_classes(file);
  const std::vector<float> scores = positive_scores(file, rows.scores(session), raw);
  return shown(evaluated(arguments, {{scores.begin(), scores.end()},
                                     true,
                                     std::move(y),
                                     raw ? classifiers::Decision{} : file.decision,
                                     rows.learned()}),
               session);
}

// Over ranks all call it, the first has the figures.
std::string judge_model(const Arguments& arguments, Session& session) {
  const ClassifierFile file = load_classifier_file(arguments.positional(0));
  const std::string& path = arguments.positional(1);
  const TargetSpec target{arguments.text_or("target", file.target.column.name),
                          arguments.text_or("positive", file.target.positive)};
  tabular::ColumnSchema truth = file.target.column;
  if (truth.name != target.column) truth = {target.column, tabular::ColumnKind::numeric, {}};
  if (!session.ranks.is_alone()) {
    const auto rows = read_judged_rows_over(file, path, arguments, session, truth);
    if (!session.ranks.is_first()) return "";
    try {
      if (rows) return judge_rows(arguments, file, target, *rows, session);
    } catch (const Error&) {  // said of the file as a whole, with the line
    }
  }
  return judge_rows(arguments, file, target, *read_judged_rows(file, path, arguments, session, truth), session);
}

// How many rows have another cell; a number may be written in two ways, and a missing cell says nothing.
std::size_t rows_that_differ(const tabular::Table& a, const tabular::Table& b, const std::string& column) {
  const std::size_t in_a = a.index_of(column), in_b = b.index_of(column);
  const tabular::ColumnSchema &of_a = a.schema()[in_a], &of_b = b.schema()[in_b];
  std::size_t out = 0;
  for (std::size_t row = 0; row < a.rows(); ++row) {
    const double cell = a.column(in_a)[row], other = b.column(in_b)[row];
    if (tabular::is_missing(cell) || tabular::is_missing(other)) continue;
    const std::string &text = of_a.labels[static_cast<std::size_t>(cell)],
                      &twin = of_b.labels[static_cast<std::size_t>(other)];
    if (text == twin) continue;
    const std::optional<double> number = tabular::number_of(text);
    out += number && number == tabular::number_of(twin) ? 0 : 1;
  }
  return out;
}

// Scores stand beside the rows by their places: a column that both files hold, as `predict --keep` writes it, shows
// whether these are in the same order.
void require_same_order(const ScoresFile& scores, const tabular::Table& rows, const std::string& target,
                        const std::string& path, Session& session) {
  std::vector<std::string> shared;
  for (const tabular::ColumnSchema& column : rows.schema()) {
    if (column.name != target) shared.push_back(column.name);
  }
  if (shared.empty()) return;
  const tabular::Table beside = scores.other_columns(shared, session.pool);
  for (const std::string& name : shared) {
    const std::size_t others = rows_that_differ(rows, beside, name);
    if (2 * others <= rows.rows()) continue;
    throw Error("the scores are of other rows, or in another order")
        .in(scores.name)
        .expected("the rows of " + path + ", one by one")
        .got("column '" + name + "' differs in " + std::to_string(others) + " of " + std::to_string(rows.rows()) +
             " rows")
        .hint("sort both files alike; a column of the scores that means something else needs another name");
  }
}

// The target, and what the scores hold beside themselves, all as they are written.
tabular::Table read_truth(const std::string& path, const std::string& target, const ScoresFile& scores,
                          const Arguments& arguments, Session& session) {
  std::vector<std::string> names = scores.others;
  names.push_back(target);
  tabular::Table table = tabular::read_csv(
      path, {.categorical = {}, .categorical_if_present = names, .only = names, .format = read_format(arguments)},
      session.pool, session.observer);
  if (scores.probability.rows() != table.rows()) {
    throw Error("scores and data differ in length")
        .in(arguments.positional(0))
        .expected(std::to_string(table.rows()) + " scores, one for each row of " + path)
        .got(std::to_string(scores.probability.rows()));
  }
  require_same_order(scores, table, target, path, session);
  return table;
}

// Whose scores are judged, and where they stand in the file.
struct ScoredLabel {
  TargetSpec target;
  std::size_t column = 0;
  bool stated = false;  // by the file, or by the user
};

ScoredLabel scored_label(const Arguments& arguments, const ScoresFile& scores) {
  const std::string& path = arguments.positional(0);
  ScoredLabel out{{arguments.text("target"), ""}, 0, !scores.classes.empty() || arguments.given("scores-of")};
  if (!arguments.given("positive")) {
    if (scores.classes.empty()) throw Error("--positive is missing").hint("scores do not say what they predict");
    throw Error("--positive is missing: one column 'probability_LABEL' alone is no scores of all classes")
        .in(path)
        .expected("--positive " + scores.classes[0]);
  }
  out.target.positive = arguments.text("positive");
  if (arguments.given("scores-of")) {
    if (!scores.classes.empty()) throw Error("--scores-of: the columns of scores name their labels").in(path);
    if (!tabular::same_label(arguments.text("scores-of"), out.target.positive)) {
      throw Error("--scores-of: scores of another label than --positive")
          .expected("--positive " + arguments.text("scores-of"))
          .got(out.target.positive);
    }
  }
  if (scores.classes.empty()) return out;
  const auto column = tabular::LabelIndex(scores.classes).find(out.target.positive);
  if (!column) {
    throw Error("the file has no scores of " + out.target.column + " = " + out.target.positive)
        .in(path)
        .expected("--positive " + label_list(scores.classes))
        .got(out.target.positive);
  }
  out.column = *column;
  return out;
}

std::string judge_scores(const Arguments& arguments, Session& session) {
  if (!arguments.given("target")) throw Error("--target is missing").hint("scores do not say what they predict");
  const std::string &scores_path = arguments.positional(0), &path = arguments.positional(1);
  const std::string& target = arguments.text("target");
  const ScoresFile scores = read_scores(scores_path, session.pool, session.observer);
  const std::size_t classes = scores.classes.size();
  if (classes > 2 || (classes == 2 && !arguments.given("positive"))) {
    state_classes(arguments, target, classes, false);
    const tabular::Table table = read_truth(path, target, scores, arguments, session);
    const std::vector<std::int32_t> y = known_classes(table, target, scores.classes, path);
    return shown(evaluate_classes(scores.probability.view(), y, scores.classes, target), session);
  }
  const ScoredLabel label = scored_label(arguments, scores);
  const tabular::Table table = read_truth(path, target, scores, arguments, session);
  Judged judged{{}, scores.are_float32, binary_labels(table, label.target, path)};
  for (std::size_t row = 0; row < table.rows(); ++row) judged.scores.push_back(scores.probability(row, label.column));
  if (!arguments.given("threshold")) judged.decision.threshold = scores.threshold(label.column, scores_path);
  const Evaluation evaluation = evaluated(arguments, judged);
  if (!label.stated) require_ranked_first(evaluation, scores_path, label.target);
  return shown(evaluation, session);
}

// By its name; what is piped here is what `predict --out -` writes.
bool is_scores(const std::string& path) {
  constexpr std::array<std::string_view, 4> kEndings{".csv", ".csv.gz", ".tsv", ".txt"};
  return path == "-" || path == "/dev/stdin" ||
         std::ranges::any_of(kEndings, [&](std::string_view ending) { return path.ends_with(ending); });
}

void run_evaluate(const Arguments& arguments, Session& session) {
  files::refuse_two_streams({arguments.positional(0), arguments.positional(1)});
  const bool scores = is_scores(arguments.positional(0));
  arguments.state("a-model-file", !scores, arguments.positional(0), "a score file holds final scores");
  arguments.state("a-file-of-scores", scores, arguments.positional(0), "a model knows its label");
  if (!scores) require_same_files("evaluate", arguments, session);
  if (scores && !session.ranks.is_first()) return;
  const std::string text = scores ? judge_scores(arguments, session) : judge_model(arguments, session);
  if (!session.ranks.is_first()) return;
  session.observer.clear();
  print(text);
}

}  // namespace

const Command& evaluate_command() {
  static const Command command{
      "evaluate",
      "judge scores, or a model, against the truth",
      "Prints precision, recall and F1 at the threshold, PR-AUC (average precision), ROC-AUC, log-loss (of "
      "probabilities kept from 1e-7 to 1 - 1e-7), the Brier score and its parts (reliability - resolution + "
      "uncertainty + within bins; the first says how far probabilities are off), the confusion counts and a table of "
      "reliability. The first argument is what `ballast predict` wrote (a .csv or .csv.gz file, or standard input, "
      "with a column \"probability\"), or a model file, which then scores DATA.csv itself, by its decision; --target "
      "and --positive are then those of the model unless given. A column \"probability\" does not say which label it "
      "is of: where it ranks the rows of --positive last it is refused, unless --scores-of says that they are of that "
      "label; a column \"probability_LABEL\" says so itself. Writes no file.\n\nOf more than two classes (a model of "
      "them, or scores with a column \"probability_\" and label for each): accuracy, log-loss, precision, recall, F1 "
      "and PR-AUC against all others of each class and their means, and the confusion matrix, in the text for at most "
      "20 classes.",
      {"SCORES.csv|MODEL.ballast", "DATA.csv"},
      joined(
          {{"target", "NAME", "", "The column that holds the truth."},
           {"positive", "LABEL", "", "Its label that the scores are of.", {}, "two-classes"},
           {"scores-of",
            "LABEL",
            "",
            "Of a column \"probability\" that ranks the rows of --positive last: say that it is of this label all the "
            "same.",
            {},
            "a-file-of-scores"},
           accept_unseen_option("a-model-file"),
           {"threshold", "X", "",
            "A score at or above it is a flag. Default: the model's own, or what column \"flagged\" of the scores "
            "says; else 0.5.",
            closed_range(0, 1), "two-classes"},
           {"base-rate", "X", "",
            "Judge once more as if positives were this share of all rows. Default: what the model was trained for, if "
            "that was stated.",
            kBaseRates, "two-classes"},
           {"raw", "", "", "Judge the classifier's own scores, without the model's decision.", {}, "a-model-file"}},
          later_format_options("", "a-model-file")),
      "ballast evaluate scores.csv new.csv --target Class --positive 1",
      run_evaluate,
      true};
  return command;
}

}  // namespace ballast::app
