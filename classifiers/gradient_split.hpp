// The best split of a node by second-order gain (Chen & Guestrin 2016, equation 7), with L1 as in XGBoost:
//
//   score(G, H) = T(G)^2 / (H + lambda),   T(G) = sign(G) max(|G| - alpha, 0)
//   gain        = score(left) + score(right) - score(node)
//
// (XGBoost leaves out the paper's factor 1/2, and so does gamma.) Every split is tried with the missing rows on either
// side: the better side becomes the default direction (algorithm 3 there).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "classifiers/binning.hpp"
#include "classifiers/boosting.hpp"
#include "classifiers/gradient.hpp"

namespace ballast::classifiers {

struct GradientSplit {
  double gain = 0;  // 0: no split
  std::uint32_t feature = 0;
  std::uint8_t bin = 0;  // code <= bin goes left
  bool missing_left = false;
  GradientSum left;  // what goes left, missing included
};

// What a split is judged by. unit: 1 / scale, the worth of a fixed-point unit.
struct SplitRules {
  double lambda, alpha, gamma, min_child_weight, unit;

  SplitRules(const BoostingOptions& options, float scale)
      : lambda(options.lambda),
        alpha(options.alpha),
        gamma(options.gamma),
        min_child_weight(options.min_child_weight),
        unit(1 / static_cast<double>(scale)) {}
  double score(GradientSum sum) const noexcept;
  // The leaf's Newton step, -T(G) / (H + lambda), before shrinkage (equation 5).
  double weight(GradientSum sum) const noexcept;
};

// Gains at or below this are rounding (XGBoost's kRtEps).
inline constexpr double kLeastGain = 1e-6;

// The best split of one feature with `bins` bins; cells: its kCodes sums; total: those of the node.
// Of equal gains the lowest bin wins, and missing right before missing left.
GradientSplit best_gradient_split(std::span<const GradientSum> cells, std::size_t bins, GradientSum total,
                                  const SplitRules& rules);
// Twin: one bin after the other, every gain from scratch.
GradientSplit best_gradient_split_slowly(std::span<const GradientSum> cells, std::size_t bins, GradientSum total,
                                         const SplitRules& rules);

}  // namespace ballast::classifiers
