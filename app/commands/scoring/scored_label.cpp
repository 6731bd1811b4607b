#include "app/commands/scoring/scored_label.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

#include "app/data/dataset.hpp"
#include "app/data/notes/unseen_labels.hpp"
#include "app/text/numbers.hpp"
#include "engine/error.hpp"
#include "engine/tabular/labels/label_index.hpp"

namespace ballast::app {
namespace {

bool holds(const tabular::Table& table, const TargetSpec& target) {
  const std::vector<std::int32_t> y = binary_labels(table, target, "", false);
  return std::ranges::find(y, 1) != y.end();
}

}  // namespace

bool means_positive(const TargetColumn& target, const std::string& label) {
  if (tabular::same_label(label, target.positive)) return true;
  std::vector<std::string> known = target.others;
  known.push_back(target.positive);
  return tabular::TruthSpellings(known).find(label) == target.others.size();
}

void require_label_of_model(const ClassifierFile& file, const std::string& model_path, const tabular::Table& table,
                            const TargetSpec& asked, Observer& observer) {
  const std::string& own = file.target.positive;
  if (means_positive(file.target, asked.positive)) return;
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

void judge_true_labels(const TargetColumn& target, const tabular::Table& table, const std::string& path, bool accept,
                       Observer& observer) {
  const auto place = table.find(target.column.name);
  if (!place || target.others.empty()) return;
  std::vector<std::string> known = target.others;
  known.push_back(target.positive);
  const tabular::LabelIndex index(known);
  tabular::UnseenLabels labels({target.column.name, tabular::ColumnKind::categorical, known});
  std::map<double, bool> is_known;
  for (const double cell : table.column(*place)) {
    const std::string label = cell_text(table.schema()[*place], cell);
    const auto [at, added] = is_known.try_emplace(cell, false);
    if (added) at->second = index.find(label).has_value();
    ++labels.present;
    if (!at->second) labels.add(label);
  }
  if (labels.unseen > 0) judge_unseen(std::array{labels}, path, accept, observer, "counted as the other class");
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
