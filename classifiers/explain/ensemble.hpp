// TreeEnsemble: a forest and a boosted model seen as one thing, for what walks their trees: explanations and exports.
//
//   sums[g] = start[g] + leaf values of the trees t with t mod groups = g, in float32, in tree order
//
// A boosted model's sums are its margins. A forest's are vectors of `outputs` class shares, to be divided by the number
// of trees.
#pragma once

#include <cstddef>
#include <span>

#include "classifiers/boosting/loss.hpp"
#include "classifiers/classifier.hpp"
#include "classifiers/trees/tree.hpp"

namespace ballast::classifiers {

struct TreeEnsemble {
  bool is_forest = false;
  std::span<const DecisionTree> trees;
  std::size_t features = 0, classes = 0;
  std::size_t outputs = 1;          // values a leaf: 1, or K in a forest of more than two classes
  std::size_t groups = 1;           // 1, or K in boosting of more than two classes
  std::span<const float> start;     // base margin of each group; empty in a forest
  Loss loss = Loss::cross_entropy;  // of boosting: what its sums mean
  Focusing focusing = {};           // of focal loss

  std::size_t sums() const noexcept { return outputs * groups; }
};

// Borrows from the model.
TreeEnsemble ensemble_of(const Classifier& model);

}  // namespace ballast::classifiers
