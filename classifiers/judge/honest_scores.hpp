// Scores by which a decision may be made: of rows that the model which scored them had not learned from.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/observer.hpp"
#include "engine/tabular/splits.hpp"

namespace ballast::classifiers {

struct HonestScores {
  std::vector<float> score;      // as the classifier gives them
  std::vector<std::int32_t> y;   // 1 is positive
  std::vector<std::size_t> row;  // of the data they are of
  std::string from;              // "out of bag"
};

// The scores of a fold's validation rows by a model that learned from its train rows.
using ScoreFold = std::function<std::vector<float>(std::size_t fold, const tabular::Split&, Observer&)>;

// The validation rows of all folds, each scored without having been learned from (Stone 1974); in the order of the
// rows. y: of every row that a fold may name. Observed as one phase, "cross-fit". Throws what `score` throws.
// Requires: no row is a validation row twice.
HonestScores cross_fitted_scores(std::span<const tabular::Split> folds, std::span<const std::int32_t> y,
                                 const ScoreFold& score, Observer& observer);

}  // namespace ballast::classifiers
