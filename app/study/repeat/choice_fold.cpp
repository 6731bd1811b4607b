#include "app/study/repeat/choice_fold.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/study/study_split.hpp"
#include "classifiers/judge/base_rate.hpp"
#include "classifiers/judge/metrics.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kFreshStep = 4;  // all trees together see many times the rows of one, and pay for them

}  // namespace

std::size_t ChoiceFold::in_proportion(std::size_t synthetic) const {
  const double rows = repeat.share * static_cast<double>(synthetic);
  return std::max<std::size_t>(1, static_cast<std::size_t>(std::llround(rows)));
}

double ChoiceFold::pr_auc(std::span<const float> scores, const StudyOptions& options) const {
  const std::optional<double>& rate = options.base_rate;
  const std::vector<float> weight = rate ? weights_at_base_rate(judging.y, *rate) : std::vector<float>();
  return classifiers::average_precision(scores, judging.y, weight);
}

std::vector<ChoiceFold> make_choice_folds(const StudyWork& work, const Repeat& whole, std::size_t count) {
  const std::vector<std::size_t>& train = whole.split.train;
  std::vector<ChoiceFold> out;
  for (tabular::Split& split : choice_folds(work.data, work.options, train, whole.seed, count)) {
    ChoiceFold& fold = out.emplace_back();
    fold.repeat.number = whole.number;
    fold.repeat.seed = whole.seed;
    fold.repeat.share = static_cast<double>(split.train.size()) / static_cast<double>(train.size());
    fold.judging = gather_rows(work.x, work.data.y, split.validation);
    fold.repeat.split = std::move(split);
  }
  return out;
}

double test_to_train(std::span<const ChoiceFold> folds) {
  double out = 0;
  for (const ChoiceFold& fold : folds) {
    const tabular::Split& split = fold.repeat.split;
    out = std::max(out, static_cast<double>(split.validation.size()) / static_cast<double>(split.train.size()));
  }
  return out;
}

std::size_t tried_amount(const Augmentation& arm, std::size_t synthetic) {
  const bool afresh = arm.any([](const Augmentation& a) { return a.fresh; });
  return arm.fresh_rows.value_or(std::max<std::size_t>(1, synthetic / (afresh ? kFreshStep : 1)));
}

}  // namespace ballast::app
