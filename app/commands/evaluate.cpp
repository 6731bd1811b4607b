#include <algorithm>

#include "app/commands/data_options.hpp"
#include "app/report/json.hpp"
#include "app/report/study_text.hpp"
#include "classifiers/metrics.hpp"
#include "engine/tabular/csv.hpp"

namespace ballast::app {
namespace {

struct Judged {
  std::vector<float> scores;
  std::vector<std::int32_t> y;
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
  return {score_table(file, table, path, session), std::move(y)};
}

Judged judge_scores(const Arguments& arguments, Session& session) {
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

void run(const Arguments& arguments, Session& session) {
  const double threshold = arguments.real("threshold", 0, 1, true);
  const Judged judged =
      is_scores(arguments.positional(0)) ? judge_scores(arguments, session) : judge_model(arguments, session);
  namespace judge = classifiers;
  const judge::Confusion counts = judge::confusion(judged.scores, judged.y, threshold);
  const std::vector<std::pair<std::string, double>> metrics{
      {"precision", judge::precision(counts)},
      {"recall", judge::recall(counts)},
      {"f1", judge::f1(counts)},
      {"pr_auc", judge::average_precision(judged.scores, judged.y)},
      {"roc_auc", judge::roc_auc(judged.scores, judged.y)},
      {"log_loss", judge::log_loss(judged.scores, judged.y)},
      {"brier", judge::brier(judged.scores, judged.y)}};
  const std::vector<std::pair<std::string, double>> cells{
      {"tp", counts.tp}, {"fp", counts.fp}, {"fn", counts.fn}, {"tn", counts.tn}};
  session.observer.clear();
  if (session.json) {
    JsonFields fields{{"rows", std::uint64_t{judged.y.size()}}, {"threshold", threshold}};
    for (const auto& [name, value] : cells) fields.emplace_back(name, static_cast<std::uint64_t>(value));
    for (const auto& [name, value] : metrics) fields.emplace_back(name, value);
    print(flat_json(fields));
  } else if (!session.quiet) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& [name, value] : metrics) rows.push_back({name, fixed(value, 4)});
    print(with_commas(judged.y.size()) + " rows, decisions at " + fixed(threshold, 2) + "\n" + aligned(rows, 1) + "\n" +
          aligned({{"", "flagged", "passed"},
                   {"positive", with_commas(static_cast<std::size_t>(counts.tp)),
                    with_commas(static_cast<std::size_t>(counts.fn))},
                   {"other", with_commas(static_cast<std::size_t>(counts.fp)),
                    with_commas(static_cast<std::size_t>(counts.tn))}},
                  1));
  }
}

}  // namespace

const Command& evaluate_command() {
  static const Command command{
      "evaluate",
      "judge scores, or a model, against the truth",
      "Prints precision, recall and F1 at the threshold, PR-AUC (average precision), ROC-AUC, log-loss, Brier score "
      "and "
      "the confusion counts. The first argument is what `ballast predict` wrote (a .csv or .csv.gz file with a column "
      "\"probability\"), or a model file, which then scores DATA.csv itself; --target and --positive are then those "
      "of the model unless given. Writes no file.",
      {"SCORES.csv|MODEL.ballast", "DATA.csv"},
      {{"target", "NAME", "", "The column that holds the truth."},
       {"positive", "LABEL", "", "Its label of the rare class."},
       {"threshold", "X", "0.5", "A score at or above it is a flag."}},
      "ballast evaluate scores.csv new.csv --target Class --positive 1",
      run};
  return command;
}

}  // namespace ballast::app
