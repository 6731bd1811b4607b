#include "classifiers/boosting/gradient_split.hpp"

#include <algorithm>
#include <cmath>

namespace ballast::classifiers {
namespace {

double shrunk(double g, double alpha) {
  return std::copysign(std::max(std::fabs(g) - alpha, 0.0), g);
}

double score_of(double g, double h, const SplitRules& rules) {
  const double t = shrunk(g, rules.alpha), curvature = h + rules.lambda;
  return curvature > 0 ? t * t / curvature : 0;
}

// Left sums after each bin, in plain numbers, so that the gains below are one loop of vector arithmetic.
struct LeftSums {
  double g[kCodes], h[kCodes];
};

// Gains of all cuts; -1 where a child is too light.
void gains_of(const LeftSums& left, std::size_t cuts, double total_g, double total_h, const SplitRules& rules,
              double* gains) {
  const double lambda = rules.lambda, alpha = rules.alpha, least = rules.min_child_weight;
  for (std::size_t b = 0; b < cuts; ++b) {
    const double right_g = total_g - left.g[b], right_h = total_h - left.h[b];
    const double left_t = std::max(std::fabs(left.g[b]) - alpha, 0.0);
    const double right_t = std::max(std::fabs(right_g) - alpha, 0.0);
    const double gain = left_t * left_t / (left.h[b] + lambda) + right_t * right_t / (right_h + lambda);
    const bool light = (left.h[b] < least) | (right_h < least);
    gains[b] = light ? -1.0 : gain;
  }
}

// The first of the largest gains replaces `best` if it is larger.
void keep_best(const double* gains, std::size_t cuts, bool missing_left, GradientSplit& best) {
  double largest = best.gain;
  for (std::size_t b = 0; b < cuts; ++b) largest = gains[b] > largest ? gains[b] : largest;
  if (!(largest > best.gain)) return;
  best.gain = largest;
  best.bin = static_cast<std::uint8_t>(std::find(gains, gains + cuts, largest) - gains);
  best.missing_left = missing_left;
}

// From score(left) + score(right) to a gain, and what goes left.
GradientSplit finish(GradientSplit best, std::span<const GradientSum> cells, GradientSum total,
                     const SplitRules& rules) {
  best.gain -= rules.score(total);
  if (!(best.gain > kLeastGain) || best.gain <= rules.gamma) return {};
  for (std::size_t b = 0; b <= best.bin; ++b) best.left += cells[b];
  if (best.missing_left) best.left += cells[kMissingCode];
  return best;
}

}  // namespace

double SplitRules::score(GradientSum sum) const noexcept {
  return score_of(g(sum), h(sum), *this);
}

double SplitRules::weight(GradientSum sum) const noexcept {
  const double curvature = h(sum) + lambda;
  return curvature > 0 ? -shrunk(g(sum), alpha) / curvature : 0;
}

double SplitRules::weight(GradientSum sum, WeightBounds bounds) const noexcept {
  return std::clamp(weight(sum), bounds.low, bounds.high);
}

double SplitRules::score(GradientSum sum, WeightBounds bounds) const noexcept {
  const double free = weight(sum), held = std::clamp(free, bounds.low, bounds.high);
  if (held == free) return score(sum);
  return -(2 * g(sum) * held + (h(sum) + lambda) * held * held + 2 * alpha * std::fabs(held));
}

GradientSplit best_gradient_split(std::span<const GradientSum> cells, std::size_t bins, GradientSum total,
                                  const SplitRules& rules) {
  if (bins == 0) return {};  // every cell is missing
  const GradientSum missing = cells[kMissingCode];
  const bool any_missing = !(missing == GradientSum{});
  // Without missing rows the last cut would leave the right side empty.
  const std::size_t cuts = any_missing ? bins : bins - 1;
  LeftSums left;
  double gains[kCodes];
  GradientSplit best;
  const double total_g = rules.g(total), total_h = rules.h(total);
  for (const bool missing_left : {false, true}) {
    if (missing_left && !any_missing) break;
    GradientSum sum = missing_left ? missing : GradientSum{};
    for (std::size_t b = 0; b < cuts; ++b) {
      sum += cells[b];
      left.g[b] = rules.g(sum);
      left.h[b] = rules.h(sum);
    }
    gains_of(left, cuts, total_g, total_h, rules, gains);
    keep_best(gains, missing_left ? bins - 1 : cuts, missing_left, best);
  }
  return finish(best, cells, total, rules);
}

GradientSplit best_gradient_split_slowly(std::span<const GradientSum> cells, std::size_t bins, GradientSum total,
                                         const SplitRules& rules) {
  GradientSplit best;
  const bool any_missing = !(cells[kMissingCode] == GradientSum{});
  for (const bool missing_left : {false, true}) {
    for (std::size_t b = 0; b < bins; ++b) {
      if (b + 1 == bins && (missing_left || !any_missing)) continue;
      GradientSum left = missing_left ? cells[kMissingCode] : GradientSum{};
      for (std::size_t i = 0; i <= b; ++i) left += cells[i];
      GradientSum right = total;
      right -= left;
      if (rules.h(left) < rules.min_child_weight || rules.h(right) < rules.min_child_weight) continue;
      const double gain = rules.score(left) + rules.score(right);
      if (!(gain > best.gain)) continue;
      best.gain = gain;
      best.bin = static_cast<std::uint8_t>(b);
      best.missing_left = missing_left;
    }
  }
  return finish(best, cells, total, rules);
}

}  // namespace ballast::classifiers
