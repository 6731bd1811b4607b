#include "app/commands/scoring/scored_label.hpp"

#include <algorithm>
#include <cmath>

#include "app/data/dataset.hpp"
#include "app/text/numbers.hpp"
#include "engine/error.hpp"
#include "engine/tabular/label_index.hpp"

namespace ballast::app {
namespace {

bool holds(const tabular::Table& table, const TargetSpec& target) {
  const std::vector<std::int32_t> y = binary_labels(table, target, "", false);
  return std::ranges::find(y, 1) != y.end();
}

}  // namespace

void require_label_of_model(const ClassifierFile& file, const std::string& model_path, const tabular::Table& table,
                            const TargetSpec& asked, Observer& observer) {
  const std::string& own = file.target.positive;
  if (tabular::same_label(asked.positive, own)) return;
  const tabular::ColumnSchema& target = file.target.column;
  const bool known = tabular::LabelIndex(target.labels).find(asked.positive).has_value();
  if (known || holds(table, {asked.column, own})) {
    throw Error("the model's scores are those of " + target.name + " = " + own)
        .in(model_path)
        .expected("--positive " + own + ", or none")
        .got(asked.positive)
        .hint("`ballast train --positive " + asked.positive + "` makes a model of that label");
  }
  observer.note("scores of " + target.name + " = " + own + " are judged as those of " + asked.column + " = " +
                asked.positive);
}

void require_ranked_first(const Evaluation& evaluation, const std::string& scores_path, const TargetSpec& asked) {
  constexpr double kErrors = 3;
  const classifiers::Confusion& counts = evaluation.figures.counts;
  const double positives = counts.tp + counts.fn, others = counts.fp + counts.tn;
  const double error = std::sqrt((positives + others + 1) / (12 * positives * others));
  const double below = 0.5 - evaluation.figures.roc_auc;
  if (!(below > kErrors * error || (below > 0 && positives > others))) return;
  throw Error("the scores rank rows of " + asked.column + " = " + asked.positive + " last (ROC-AUC " +
              fixed(evaluation.figures.roc_auc, 4) + "): they look like those of another label")
      .in(scores_path)
      .expected("scores of " + asked.column + " = " + asked.positive)
      .hint("--positive names the label that the scores are of; if that is " + asked.positive + ", --scores-of " +
            asked.positive + " says so");
}

}  // namespace ballast::app
