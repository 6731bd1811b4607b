#include "app/models/decide/honest_scores.hpp"

#include <cmath>

#include "app/data/row_subset.hpp"
#include "engine/tabular/splits.hpp"

namespace ballast::app {
namespace {

// Shows the training of one fold as a part of the whole.
class FoldObserver : public Observer {
 public:
  FoldObserver(Observer& outer, std::size_t fold) : outer_(outer), fold_(fold) {}
  bool report(const Progress& progress) override {
    if (progress.total == 0) return outer_.report({"cross-fit", fold_, kFolds});
    return outer_.report({"cross-fit", fold_ * progress.total + progress.done, kFolds * progress.total, progress.loss});
  }
  void note(std::string_view text) override { outer_.note(text); }

 private:
  Observer& outer_;
  std::size_t fold_;
};

// What fold f leaves out of learning: its real rows, and every kFolds-th of those behind them.
struct Parts {
  std::vector<std::size_t> learned, scored;
};

Parts parts_of(std::span<const std::uint32_t> fold_of, std::size_t rows, std::size_t fold) {
  Parts out;
  for (std::size_t row = 0; row < fold_of.size(); ++row)
    (fold_of[row] == fold ? out.scored : out.learned).push_back(row);
  for (std::size_t row = fold_of.size(); row < rows; ++row) {
    if ((row - fold_of.size()) % kFolds != fold) out.learned.push_back(row);
  }
  return out;
}

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
                                 std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) {
  const std::vector<std::uint32_t> fold_of = tabular::stratified_folds(data.y.first(real), kFolds, seed);
  HonestScores out{std::vector<float>(real),
                   {data.y.begin(), data.y.begin() + static_cast<std::ptrdiff_t>(real)},
                   {},
                   "by cross-fitting"};
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    const Parts parts = parts_of(fold_of, data.y.size(), fold);
    const RowSubset learned(data, parts.learned), scored(data, parts.scored);
    FoldObserver fold_observer(observer, fold);
    const std::unique_ptr<classifiers::Classifier> model = train(learned.set(), fold_observer);
    const std::vector<float> score = classifiers::predict_positive(*model, scored.set().x, pool);
    for (std::size_t i = 0; i < score.size(); ++i) out.score[parts.scored[i]] = score[i];
  }
  for (std::size_t row = 0; row < real; ++row) out.row.push_back(row);
  return out;
}

}  // namespace ballast::app
