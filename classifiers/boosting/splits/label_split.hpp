// The best split of a feature of labels: which of them go left.
//
// Of all 2^(n-1) subsets the best by second-order gain is a prefix of the labels sorted by G / H (Fisher 1958; Breiman
// et al. 1984, theorem 4.5), so n - 1 cuts suffice. A label of few rows has an extreme G / H by chance: for the order
// alone, each is drawn towards the node's own by `label_smoothing` units of hessian (as LightGBM's cat_smooth does
// towards zero). With so many sets to choose from the best one's gain flatters: gains of sets are taken with
// `label_lambda` more of L2 (LightGBM's cat_l2); leaves weigh what they would without. One label against the rest, of
// which there are no more than thresholds of a number, is judged as these are. Labels that no row of the node has go
// with the missing ones.
#pragma once

#include <cstddef>
#include <span>

#include "classifiers/boosting/gradient_split.hpp"

namespace ballast::classifiers {

// cells: the kCodes sums of one feature, code = label; total: those of the node. Weights are held to `bounds`.
GradientSplit best_label_split(std::span<const GradientSum> cells, std::size_t labels, GradientSum total,
                               const SplitRules& rules, WeightBounds bounds);
// Twin: every subset of the labels in use, missing on either side; for few labels, without smoothing or bounds.
GradientSplit best_label_split_slowly(std::span<const GradientSum> cells, std::size_t labels, GradientSum total,
                                      const SplitRules& rules);

}  // namespace ballast::classifiers
