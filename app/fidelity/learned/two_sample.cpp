#include "app/fidelity/learned/two_sample.hpp"

#include <algorithm>
#include <numeric>

#include "app/fidelity/learned/auc_interval.hpp"
#include "app/fidelity/learned/learnable_rows.hpp"
#include "app/fidelity/yardsticks.hpp"
#include "classifiers/boosting/boosting.hpp"
#include "classifiers/explain/importance.hpp"
#include "classifiers/judge/metrics.hpp"
#include "engine/stage.hpp"
#include "engine/tabular/splits.hpp"

namespace ballast::app::fidelity {
namespace {

constexpr std::int32_t kReal = 0, kOther = 1;

std::vector<std::size_t> all_columns(const tabular::Table& table) {
  std::vector<std::size_t> out(table.columns());
  std::iota(out.begin(), out.end(), std::size_t{0});
  return out;
}

// Both sides as one table, and who is who.
struct Mixed {
  numeric::Matrix<double> x;
  std::vector<std::int32_t> y;
};

Mixed mixed(const LearnableColumns& columns, const tabular::Table& real, const tabular::Table& other) {
  Mixed out{stacked(columns.matrix(real), columns.matrix(other)), {}};
  out.y.assign(real.rows(), kReal);
  out.y.insert(out.y.end(), other.rows(), kOther);
  return out;
}

std::vector<std::int32_t> taken(std::span<const std::int32_t> y, std::span<const std::size_t> rows) {
  std::vector<std::int32_t> out;
  for (const std::size_t row : rows) out.push_back(y[row]);
  return out;
}

void add_gains(const classifiers::Boosting& model, const LearnableColumns& columns, std::vector<double>& gains) {
  const auto importance = classifiers::feature_importance(model);
  for (std::size_t f = 0; f < importance.size(); ++f) gains[columns.sources()[f]] += importance[f].gain;
}

// 1 - (2 max(1/2, auc) - 1)
double score_of(double auc) {
  return 2 - 2 * std::max(0.5, auc);
}

}  // namespace

TwoSample two_sample_test(const tabular::Table& real, const tabular::Table& other, const TwoSampleOptions& options,
                          numeric::ThreadPool& pool, Observer& observer) {
  TwoSample out;
  out.rows = std::min({real.rows(), other.rows(), options.most_rows});
  out.gains.resize(real.columns());
  if (out.rows < options.folds) return out;
  const LearnableColumns columns(real, all_columns(real));
  const Mixed rows =
      mixed(columns, drawn_rows(real, out.rows, options.seed, 0), drawn_rows(other, out.rows, options.seed, 1));
  const std::vector<std::uint32_t> folds = tabular::stratified_folds(rows.y, options.folds, options.seed);
  double score = 0;
  for (std::size_t fold = 0; fold < options.folds; ++fold) {
    const double share = 1.0 / static_cast<double>(options.folds), done = static_cast<double>(fold) * share;
    Stage stage(observer, "two-sample test: ", done, done + share);
    std::vector<std::size_t> learned, judged;
    for (std::size_t row = 0; row < folds.size(); ++row) (folds[row] == fold ? judged : learned).push_back(row);
    const numeric::Matrix<double> x = taken(rows.x, learned);
    const std::vector<std::int32_t> y = taken(rows.y, learned), truth = taken(rows.y, judged);
    const classifiers::TrainingSet data{
        .x = x.view(), .y = y, .weight = {}, .names = {}, .labels = columns.label_counts()};
    const auto model = classifiers::train_boosting(data, {.seed = options.seed}, pool, stage);
    const double auc =
        classifiers::roc_auc(classifiers::predict_positive(model, taken(rows.x, judged).view(), pool), truth);
    out.auc += auc * share;
    score += score_of(auc) * share;
    add_gains(model, columns, out.gains);
  }
  const Interval sure = *auc_value(out.auc, out.rows, out.rows).interval;
  out.score = {score, Interval{score_of(sure.high), score_of(sure.low)}};
  const double all = std::accumulate(out.gains.begin(), out.gains.end(), 0.0);
  for (double& gain : out.gains) gain = all > 0 ? gain / all : 0;
  return out;
}

}  // namespace ballast::app::fidelity
