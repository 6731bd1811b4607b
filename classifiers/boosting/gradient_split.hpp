// The best split of a node by second-order gain (Chen & Guestrin 2016, equation 7), with L1 as in XGBoost:
//
//   score(G, H) = T(G)^2 / (H + lambda),   T(G) = sign(G) max(|G| - alpha, 0)
//   gain        = score(left) + score(right) - score(node)
//
// (XGBoost leaves out the paper's factor 1/2, and so does gamma.) Every split is tried with the missing rows on either
// side: the better side becomes the default direction (algorithm 3 there).
//
// Splits by label and monotone splits, which need more than that, stand in splits/.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "classifiers/bins/binning.hpp"
#include "classifiers/bins/code_set.hpp"
#include "classifiers/boosting/boosting.hpp"
#include "classifiers/boosting/gradient.hpp"

namespace ballast::classifiers {

struct GradientSplit {
  double gain = 0;  // 0: no split
  std::uint32_t feature = 0;
  std::uint8_t bin = 0;  // code <= bin goes left
  bool missing_left = false;
  bool by_label = false;
  GradientSum left;      // what goes left, missing included
  CodeSet left_codes{};  // by label: the codes that go left, the missing one perhaps among them
};

// Between which values the weight of a node's leaves must stay (monotone constraints).
struct WeightBounds {
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();

  bool any() const noexcept {
    return low > -std::numeric_limits<double>::infinity() || high < std::numeric_limits<double>::infinity();
  }
  bool operator==(const WeightBounds&) const = default;
};

// What a split is judged by. unit: 1 / scale, the worth of a fixed-point unit. A child without any hessian has no
// weight and no score: min_child_weight is at least one unit.
struct SplitRules {
  double lambda, alpha, gamma, min_child_weight, label_lambda, label_smoothing, unit_g, unit_h;

  SplitRules(const BoostingOptions& options, GradientScale scale)
      : lambda(options.lambda),
        alpha(options.alpha),
        gamma(options.gamma),
        min_child_weight(std::max(options.min_child_weight, 1 / static_cast<double>(scale.h))),
        label_lambda(options.label_lambda),
        label_smoothing(options.label_smoothing),
        unit_g(1 / static_cast<double>(scale.g)),
        unit_h(1 / static_cast<double>(scale.h)) {}
  // Those of splits by sets of several labels.
  SplitRules for_labels() const noexcept {
    SplitRules out = *this;
    out.lambda += label_lambda;
    return out;
  }
  double g(GradientSum sum) const noexcept { return static_cast<double>(sum.g) * unit_g; }
  double h(GradientSum sum) const noexcept { return static_cast<double>(sum.h) * unit_h; }
  double score(GradientSum sum) const noexcept;
  // The leaf's Newton step, -T(G) / (H + lambda), before shrinkage (equation 5), and the same held to bounds.
  double weight(GradientSum sum) const noexcept;
  double weight(GradientSum sum, WeightBounds bounds) const noexcept;
  // By how much such a leaf lowers twice the loss: score(sum) if the bounds do not bind.
  double score(GradientSum sum, WeightBounds bounds) const noexcept;
  // Whether both children of a node could be heavy enough.
  bool can_split(GradientSum sum) const noexcept { return h(sum) >= 2 * min_child_weight; }
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
