// The slow twin of shap.hpp: Shapley values of one tree by their definition (Shapley 1953), over all 2^D coalitions,
//
//   phi_i = sum over S without i of |S|! (D - |S| - 1)! / D!  (v(S with i) - v(S)),
//
// with the worth v(S) by recursion down the tree (Lundberg, Erion and Lee 2018, algorithm 1).
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "classifiers/trees/tree.hpp"

namespace ballast::classifiers {

// v(S) for output k of `outputs`; bit f of `coalition` says that feature f is in S.
inline double coalition_worth(const DecisionTree& tree, std::size_t outputs, std::size_t k, std::span<const double> row,
                              std::uint32_t coalition, std::size_t index = 0) {
  const TreeNode& node = tree.nodes[index];
  if (node.is_leaf()) return static_cast<double>(tree.values[node.value * outputs + k]);
  const auto worth = [&](std::size_t child) { return coalition_worth(tree, outputs, k, row, coalition, child); };
  if ((coalition >> node.feature & 1) != 0) {
    return worth(goes_left(tree, node, row[static_cast<std::size_t>(node.feature)]) ? node.left : node.left + 1);
  }
  const auto left = static_cast<double>(tree.nodes[node.left].cover);
  const auto right = static_cast<double>(tree.nodes[node.left + 1].cover);
  return (left * worth(node.left) + right * worth(node.left + 1)) / (left + right);
}

// The values of all D = row.size() features, D at most 20. Cost: 2^D worths.
inline std::vector<double> shapley_values(const DecisionTree& tree, std::size_t outputs, std::size_t k,
                                          std::span<const double> row) {
  const std::size_t features = row.size();
  std::vector<double> worth(std::size_t{1} << features);
  for (std::uint32_t s = 0; s < worth.size(); ++s) worth[s] = coalition_worth(tree, outputs, k, row, s);
  const auto factorial = [](std::size_t n) { return std::tgamma(static_cast<double>(n) + 1); };
  std::vector<double> phi(features, 0.0);
  for (std::uint32_t s = 0; s < worth.size(); ++s) {
    const auto size = static_cast<std::size_t>(std::popcount(s));
    for (std::size_t f = 0; f < features; ++f) {
      if ((s >> f & 1) != 0) continue;
      const double share = factorial(size) * factorial(features - size - 1) / factorial(features);
      phi[f] += share * (worth[s | std::uint32_t{1} << f] - worth[s]);
    }
  }
  return phi;
}

}  // namespace ballast::classifiers
