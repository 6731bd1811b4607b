// An evaluation of more than two classes as text.
#include "app/models/evaluate/class_evaluation.hpp"
#include "app/models/evaluate/evaluation.hpp"
#include "app/text/aligned.hpp"
#include "app/text/numbers.hpp"
#include "engine/quoting.hpp"

namespace ballast::app {
namespace {

using Row = std::vector<std::string>;

std::string class_table(const ClassEvaluation& evaluation) {
  std::vector<Row> table{{"class", "rows", "precision", "recall", "F1", "PR-AUC"}};
  for (const ClassFigures& one : evaluation.classes) {
    table.push_back({one.label, with_commas(one.support), fixed(one.precision, 4), fixed(one.recall, 4),
                     fixed(one.f1, 4), one.pr_auc ? fixed(*one.pr_auc, 4) : "-"});
  }
  table.push_back({"mean", with_commas(evaluation.rows), fixed(evaluation.precision, 4), fixed(evaluation.recall, 4),
                   fixed(evaluation.f1, 4), ""});
  return aligned(table, 1);
}

// A row a true class; 0 is a dot, so that mistakes stand out.
std::string confusion_table(const ClassEvaluation& evaluation) {
  std::vector<Row> table{{"truth, by prediction"}};
  for (const ClassFigures& one : evaluation.classes) table[0].push_back(one.label);
  for (std::size_t truth = 0; truth < evaluation.classes.size(); ++truth) {
    table.push_back({evaluation.classes[truth].label});
    for (const std::size_t rows : evaluation.confusion[truth]) {
      table.back().push_back(rows == 0 ? "." : with_commas(rows));
    }
  }
  return aligned(table, 1);
}

}  // namespace

std::string class_evaluation_text(const ClassEvaluation& evaluation) {
  const std::string learned = learned_text(evaluation.learned_rows, evaluation.rows);
  std::string out =
      learned + (learned.empty() ? "" : "\n") + with_commas(evaluation.rows) + " rows, " +
      with_commas(evaluation.classes.size()) + " classes of " + one_line(evaluation.target) + "\n" +
      aligned({{"accuracy", fixed(evaluation.accuracy, 4)}, {"log_loss", fixed(evaluation.log_loss, 5)}}, 1) + "\n" +
      class_table(evaluation);
  if (evaluation.classes.size() > kMostShown) return out;
  return out + "\n" + confusion_table(evaluation);
}

}  // namespace ballast::app
