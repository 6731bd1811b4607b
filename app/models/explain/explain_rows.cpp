// From rows and a model to explanations: Shapley values (classifiers/explain/shap.hpp) with names and units.
#include <algorithm>

#include "app/data/dataset.hpp"
#include "app/models/explain/explanation.hpp"
#include "classifiers/boosting/boosting.hpp"
#include "classifiers/explain/shap.hpp"
#include "engine/tabular/features/features.hpp"

namespace ballast::app {
namespace {

using classifiers::Boosting;

// The columns of `all` (rows x K) that are explained: the last, or every one.
std::vector<float> explained(std::span<const float> all, std::size_t outputs) {
  return {all.end() - static_cast<std::ptrdiff_t>(outputs), all.end()};
}

// places: of the features in the table.
void add_cells(std::span<const std::size_t> places, const tabular::Table& table, numeric::MatrixView<const double> x,
               std::size_t at, RowExplanation& out) {
  for (std::size_t c = 0; c < places.size(); ++c) {
    out.cells.push_back(cell_text(table.schema()[places[c]], table.column(places[c])[at]));
    out.unseen.push_back(!out.cells.back().empty() && std::isnan(x(at, c)));
  }
}

}  // namespace

Explanation explain_rows(const ClassifierFile& file, const tabular::Table& table, std::span<const std::size_t> rows,
                         numeric::ThreadPool& pool) {
  classifiers::TreeShap shap(*file.model);
  const std::size_t outputs = shap.outputs(), classes = file.model->classes();
  const tabular::Table taken = table.take_rows(rows);
  const tabular::FeatureEncoder encoder(file.features);
  const numeric::Matrix<double> x = encoder.encode(taken).x;
  const std::vector<std::size_t> places = encoder.places_in(taken);
  numeric::Matrix<double> values(rows.size(), outputs * file.features.size());
  numeric::Matrix<float> probability(rows.size(), classes), margin(rows.size(), outputs);
  shap.explain(x.view(), values.view(), pool);
  file.model->predict(x.view(), probability.view(), pool);
  const auto* boosting = dynamic_cast<const Boosting*>(file.model.get());
  if (boosting != nullptr) boosting->predict_margin(x.view(), margin.view(), pool);

  const auto is_of = [&](classifiers::Loss loss) { return boosting != nullptr && boosting->loss() == loss; };
  Explanation out{.target = file.target.column.name,
                  .classes = {},
                  .columns = {},
                  .margins = boosting != nullptr,
                  .unclipped = is_of(classifiers::Loss::squared),
                  .focal = is_of(classifiers::Loss::focal),
                  .base = {shap.base().begin(), shap.base().end()},
                  .rows = {}};
  out.classes = outputs == 1 ? std::vector<std::string>{file.target.positive} : file.classes;
  for (const tabular::ColumnSchema& column : file.features) out.columns.push_back(column.name);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    RowExplanation row;
    row.row = rows[r];
    row.own = row.probability = explained(probability.row(r), outputs);
    file.decision.apply(row.probability);
    const auto score = boosting != nullptr ? explained(margin.row(r), outputs) : row.own;
    row.score.assign(score.begin(), score.end());
    row.contributions.assign(values.row(r).begin(), values.row(r).end());
    add_cells(places, taken, x.view(), r, row);
    out.rows.push_back(std::move(row));
  }
  return out;
}

}  // namespace ballast::app
