#include "app/models/decide/honest_scores.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/data/row_subset.hpp"
#include "classifiers/row_source.hpp"
#include "engine/tabular/group_splits.hpp"

namespace ballast::app {
namespace {

// Fold f scores its real rows, and learns from all others but every kFolds-th of those behind the real ones.
tabular::Split fold_split(std::span<const std::uint32_t> fold_of, std::size_t rows, std::size_t fold) {
  tabular::Split out;
  for (std::size_t row = 0; row < fold_of.size(); ++row) {
    (fold_of[row] == fold ? out.validation : out.train).push_back(row);
  }
  for (std::size_t row = fold_of.size(); row < rows; ++row) {
    if ((row - fold_of.size()) % kFolds != fold) out.train.push_back(row);
  }
  return out;
}

// Fresh rows as few as a fold's real ones: the odds of classes stay those of all rows.
class FoldSource final : public classifiers::RowSource {
 public:
  explicit FoldSource(const RowSource& all)
      : all_(all), rows_(std::max<std::size_t>(1, (all.rows() * (kFolds - 1) + kFolds / 2) / kFolds)) {}

  std::size_t rows() const override { return rows_; }
  std::int32_t label() const override { return all_.label(); }
  float weight() const override { return all_.weight(); }
  void fill(std::uint64_t first, numeric::MatrixView<double> out, numeric::ThreadPool& pool) const override {
    for (std::size_t tree = 0; tree * rows_ < out.rows(); ++tree) {
      all_.fill(first + tree, out.row_block(tree * rows_, rows_), pool);
    }
  }

 private:
  const RowSource& all_;
  std::size_t rows_;
};

}  // namespace

HonestScores out_of_bag_scores(const classifiers::TrainingSet& data, std::size_t real,
                               const classifiers::ForestReport& report) {
  HonestScores out{{}, {}, {}, "out of bag"};
  for (std::size_t row = 0; row < real; ++row) {
    const float score = report.out_of_bag(row, 1);
    if (std::isnan(score)) continue;
    out.score.push_back(score);
    out.y.push_back(data.y[row]);
    out.row.push_back(row);
  }
  return out;
}

HonestScores cross_fitted_scores(const classifiers::TrainingSet& data, std::size_t real, const TrainOn& train,
                                 std::span<const std::uint32_t> groups, std::uint64_t seed, numeric::ThreadPool& pool,
                                 Observer& observer) {
  const std::span<const std::int32_t> y = data.y.first(real);
  const std::vector<std::uint32_t> fold_of =
      groups.empty() ? tabular::stratified_folds(y, kFolds, seed) : tabular::grouped_folds(y, groups, kFolds, seed);
  std::vector<tabular::Split> folds;
  for (std::size_t fold = 0; fold < kFolds; ++fold) folds.push_back(fold_split(fold_of, data.y.size(), fold));
  const auto score = [&](std::size_t, const tabular::Split& split, Observer& of_fold) {
    const RowSubset learned(data, split.train), scored(data, split.validation);
    classifiers::TrainingSet set = learned.set();
    std::optional<FoldSource> fresh;
    if (data.fresh != nullptr) set.fresh = &fresh.emplace(*data.fresh);
    return classifiers::predict_positive(*train(set, of_fold), scored.set().x, pool);
  };
  return classifiers::cross_fitted_scores(folds, data.y, score, observer);
}

}  // namespace ballast::app
