// TreeShap: how much each feature moved one row's score away from the mean score: the exact Shapley values of a tree
// ensemble (Lundberg, Erion and Lee 2018, arXiv 1802.03888, algorithm 2; Lundberg et al. 2020).
//
// The game: a coalition S of features is worth v(S), the value of the tree when a split on a feature of S sends the row
// its way, and a split on any other sends it both ways, weighted by the training weight that went each way (the nodes'
// cover): "path-dependent". The values of a row and the base value v({}) add up to the score.
//
// What is explained is what trees add up to: the margin of a boosted model (log-odds; of squared
// loss the unclipped probability), the probability of a forest.
// Algorithm 2 takes O(T L D^2) for T trees of L leaves and depth D; the definition, over all subsets, is the twin in
// shap_twin.hpp.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "classifiers/explain/ensemble.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::classifiers {

class TreeShap {
 public:
  // Borrows the model. Throws Error when the model keeps no covers (files of before they were kept) or a tree is deeper
  // than kMostDepth.
  explicit TreeShap(const Classifier& model);
  ~TreeShap();

  static constexpr std::size_t kMostDepth = 200;  // the time for each leaf grows with its square

  // What a row has values for: 1 for two classes (the positive one), K for more.
  std::size_t outputs() const noexcept { return base_.size(); }
  std::size_t features() const noexcept { return ensemble_.features; }
  // The base value of each output: the mean score, weighted by cover.
  std::span<const double> base() const noexcept { return base_; }

  // values: rows x (outputs * D), the D values of an output side by side. Row by row:
  // sum over features + base = margin or probability, but for rounding.
  // Same bits at any number of threads. Does not allocate after the first call with a pool. Threads: one call at a
  // time on one object.
  void explain(numeric::MatrixView<const double> x, numeric::MatrixView<double> values, numeric::ThreadPool& pool);

 private:
  struct Step;
  class Walk;

  TreeEnsemble ensemble_;
  std::size_t depth_ = 0;  // of the deepest tree
  std::vector<double> base_;
  std::vector<std::vector<Step>> scratch_;  // by worker
};

}  // namespace ballast::classifiers
