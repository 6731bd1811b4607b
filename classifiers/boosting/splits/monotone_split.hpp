// Splits that keep the model monotone in a feature, the way XGBoost keeps it: a split on a constrained feature must put
// the smaller weight on the side it belongs to, and below it every leaf of the left child stays on one side of the
// middle of the two weights, every leaf of the right child on the other. So no leaf of one side can ever pass one of
// the other, however deep. Missing rows may go to either side: they have no place in the order.
#pragma once

#include <cstddef>
#include <span>
#include <utility>

#include "classifiers/boosting/gradient_split.hpp"

namespace ballast::classifiers {

// As best_gradient_split, with weights held to the node's bounds. direction: +1 rising, -1 falling, 0 free.
GradientSplit best_monotone_split(std::span<const GradientSum> cells, std::size_t bins, GradientSum total,
                                  const SplitRules& rules, int direction, WeightBounds bounds);

// What the two children of a split are held to.
std::pair<WeightBounds, WeightBounds> child_bounds(const GradientSplit& split, GradientSum total,
                                                   const SplitRules& rules, int direction, WeightBounds bounds);

}  // namespace ballast::classifiers
