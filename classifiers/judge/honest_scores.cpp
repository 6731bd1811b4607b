#include "classifiers/judge/honest_scores.hpp"

#include <algorithm>
#include <utility>

namespace ballast::classifiers {
namespace {

// Shows the training of one fold as a part of the whole.
class FoldObserver : public Observer {
 public:
  FoldObserver(Observer& outer, std::size_t fold, std::size_t folds) : outer_(outer), fold_(fold), folds_(folds) {}
  bool report(const Progress& progress) override {
    if (progress.total == 0) return outer_.report({"cross-fit", fold_, folds_});
    return outer_.report({"cross-fit", fold_ * progress.total + progress.done, folds_ * progress.total, progress.loss});
  }
  void note(std::string_view text) override { outer_.note(text); }

 private:
  Observer& outer_;
  std::size_t fold_, folds_;
};

}  // namespace

HonestScores cross_fitted_scores(std::span<const tabular::Split> folds, std::span<const std::int32_t> y,
                                 const ScoreFold& score, Observer& observer) {
  std::vector<std::pair<std::size_t, float>> scored;
  for (std::size_t fold = 0; fold < folds.size(); ++fold) {
    FoldObserver fold_observer(observer, fold, folds.size());
    const std::vector<float> of_fold = score(fold, folds[fold], fold_observer);
    for (std::size_t i = 0; i < of_fold.size(); ++i) scored.emplace_back(folds[fold].validation[i], of_fold[i]);
  }
  std::ranges::sort(scored, {}, &std::pair<std::size_t, float>::first);
  HonestScores out{{}, {}, {}, "by cross-fitting"};
  for (const auto& [row, value] : scored) {
    out.row.push_back(row);
    out.score.push_back(value);
    out.y.push_back(y[row]);
  }
  return out;
}

}  // namespace ballast::classifiers
