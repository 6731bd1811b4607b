// Honest scores (classifiers/judge/honest_scores.hpp) of the rows that a model is trained on.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "classifiers/classifier.hpp"
#include "classifiers/forest/forest.hpp"
#include "classifiers/judge/honest_scores.hpp"

namespace ballast::app {

using classifiers::HonestScores;

// A model of rows that may be some of all.
using TrainOn = std::function<std::unique_ptr<classifiers::Classifier>(const classifiers::TrainingSet&, Observer&)>;

// The first `real` rows of `data` by the trees that did not draw them; rows that every tree drew are left out.
HonestScores out_of_bag_scores(const classifiers::TrainingSet& data, std::size_t real,
                               const classifiers::ForestReport& report);

// The same of the first `real` rows of `data` in kFolds stratified parts. Of the rows behind them, which only teach,
// every kFolds-th stays away too, and of fresh rows as large a part, so that each model learns from the same odds of
// classes as one of all rows does.
// Throws Error when a class has fewer than kFolds real rows, and what `train` throws.
// groups: of the real rows, which no part shares with another, or empty (engine/tabular/group_splits.hpp).
inline constexpr std::size_t kFolds = 5;
HonestScores cross_fitted_scores(const classifiers::TrainingSet& data, std::size_t real, const TrainOn& train,
                                 std::span<const std::uint32_t> groups, std::uint64_t seed, numeric::ThreadPool& pool,
                                 Observer& observer);

}  // namespace ballast::app
