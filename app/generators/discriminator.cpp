// Trains, asks and stores a discriminator.
#include "app/generators/discriminator.hpp"

#include <algorithm>
#include <string>

#include "classifiers/judge/metrics.hpp"
#include "engine/error.hpp"
#include "engine/stage.hpp"
#include "engine/tabular/features/date_features.hpp"
#include "engine/tabular/schema_archive.hpp"
#include "engine/tabular/splits.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kParts = 5;
constexpr std::int32_t kMade = 0, kReal = 1;

// Small steps that end where unseen rows are told best.
classifiers::BoostingOptions careful_boosting(std::uint64_t seed) {
  classifiers::BoostingOptions out;
  out.rounds = 300;
  out.eta = 0.1;
  out.min_child_weight = 5;
  out.subsample = 0.8;
  out.early_stopping_rounds = 20;
  out.seed = seed;
  return out;
}

// Some of the rows, as a learner reads them.
struct Part {
  numeric::Matrix<double> x;
  std::vector<std::int32_t> y;
  std::vector<float> weight;

  classifiers::TrainingSet set(std::span<const std::uint32_t> labels) const {
    return {.x = x.view(), .y = y, .weight = weight, .names = {}, .labels = labels};
  }
};

Part some_of(const Part& all, std::span<const std::size_t> rows) {
  Part out{numeric::Matrix<double>(rows.size(), all.x.columns()), {}, {}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::ranges::copy(all.x.row(rows[i]), out.x.row(i).begin());
    out.y.push_back(all.y[rows[i]]);
    out.weight.push_back(all.weight[rows[i]]);
  }
  return out;
}

// Real rows above made ones, both of equal weight in all.
Part both(const numeric::Matrix<double>& real, const numeric::Matrix<double>& made) {
  Part out{numeric::Matrix<double>(real.rows() + made.rows(), real.columns()), {}, {}};
  std::ranges::copy(real.values(), out.x.values().begin());
  std::ranges::copy(made.values(), out.x.values().begin() + static_cast<std::ptrdiff_t>(real.values().size()));
  out.y.assign(real.rows(), kReal);
  out.y.insert(out.y.end(), made.rows(), kMade);
  out.weight.assign(real.rows(), 1.0F);
  out.weight.insert(out.weight.end(), made.rows(), static_cast<float>(real.rows()) / static_cast<float>(made.rows()));
  return out;
}

}  // namespace

Discriminator Discriminator::train(const tabular::Table& real, const tabular::Table& made, std::uint64_t seed,
                                   numeric::ThreadPool& pool, Observer& observer) {
  Discriminator out;
  out.columns_ = tabular::FeatureEncoder(tabular::with_date_parts(real.schema(), real));
  const std::vector<std::uint32_t> labels = out.columns_.label_counts();
  const Part all = both(out.columns_.encode(real).x, out.columns_.encode(made).x);
  const std::vector<std::uint32_t> folds = tabular::stratified_folds(all.y, kParts, seed);
  std::vector<float> unseen(all.y.size());
  for (std::size_t fold = 0; fold < kParts; ++fold) {
    const double share = 1.0 / kParts, done = static_cast<double>(fold) * share;
    Stage stage(observer, "discriminator: ", done, done + share);
    std::vector<std::size_t> learned, aside;
    for (std::size_t row = 0; row < folds.size(); ++row) (folds[row] == fold ? aside : learned).push_back(row);
    const Part data = some_of(all, learned), watched = some_of(all, aside);
    const classifiers::TrainingSet validation = watched.set(labels);
    out.parts_.push_back(
        classifiers::train_boosting(data.set(labels), careful_boosting(seed + fold), pool, stage, &validation));
    const std::vector<float> score = classifiers::predict_positive(out.parts_.back(), watched.x.view(), pool);
    for (std::size_t i = 0; i < aside.size(); ++i) unseen[aside[i]] = score[i];
  }
  out.auc_ = classifiers::roc_auc(unseen, all.y, all.weight);
  return out;
}

std::vector<double> Discriminator::log_odds(const tabular::Table& rows, numeric::ThreadPool& pool) const {
  std::vector<double> out(rows.rows(), 0.0);
  const numeric::Matrix<double> x = columns_.encode(rows).x;
  numeric::Matrix<float> margin(rows.rows(), 1);
  for (const classifiers::Boosting& part : parts_) {
    part.predict_margin(x.view(), margin.view(), pool);
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] += static_cast<double>(margin(i, 0)) / static_cast<double>(parts_.size());
    }
  }
  return out;
}

std::size_t Discriminator::trees() const {
  std::size_t sum = 0;
  for (const classifiers::Boosting& part : parts_) sum += part.trees().size();
  return sum;
}

void Discriminator::save(files::ArchiveWriter out) const {
  out.number("auc", auc_);
  tabular::save_schema(columns_.schema(), out.child("columns"));
  for (std::size_t k = 0; k < parts_.size(); ++k) parts_[k].save(out.child("part/" + std::to_string(k)));
  out.integer("parts", static_cast<std::int64_t>(parts_.size()));
}

Discriminator Discriminator::load(const tabular::Schema& schema, const files::ArchiveReader& in) {
  constexpr std::size_t kMostParts = 64;
  Discriminator out;
  out.auc_ = in.number("auc");
  out.columns_ = tabular::FeatureEncoder(tabular::load_schema(in.child("columns")));
  out.columns_.places_in(tabular::Table(schema, 0));  // throws where a column lacks
  const std::size_t parts = in.size("parts", 1, kMostParts);
  for (std::size_t k = 0; k < parts; ++k) {
    out.parts_.push_back(classifiers::Boosting::load(in.child("part/" + std::to_string(k))));
    if (out.parts_.back().features() == out.columns_.schema().size() && out.parts_.back().classes() == 2) continue;
    throw Error("damaged generator file: the discriminator and its columns do not fit").in(in.path());
  }
  return out;
}

}  // namespace ballast::app
