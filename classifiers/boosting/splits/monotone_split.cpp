#include "classifiers/boosting/splits/monotone_split.hpp"

namespace ballast::classifiers {
namespace {

// Score of both sides; negative where a child is too light or the order is broken.
double gain_of(GradientSum left, GradientSum right, const SplitRules& rules, int direction, WeightBounds bounds) {
  if (rules.h(left) < rules.min_child_weight || rules.h(right) < rules.min_child_weight) return -1;
  const double rise = rules.weight(right, bounds) - rules.weight(left, bounds);
  if (rise * direction < 0) return -1;
  return rules.score(left, bounds) + rules.score(right, bounds) - rules.score(left + right, bounds);
}

}  // namespace

GradientSplit best_monotone_split(std::span<const GradientSum> cells, std::size_t bins, GradientSum total,
                                  const SplitRules& rules, int direction, WeightBounds bounds) {
  const GradientSum missing = cells[kMissingCode];
  const bool any_missing = !(missing == GradientSum{});
  GradientSplit best;
  for (const bool missing_left : {false, true}) {
    if (missing_left && !any_missing) break;
    GradientSum left = missing_left ? missing : GradientSum{};
    const std::size_t cuts = any_missing && !missing_left ? bins : bins - 1;
    for (std::size_t b = 0; bins != 0 && b < cuts; ++b) {
      left += cells[b];
      const double gain = gain_of(left, total - left, rules, direction, bounds);
      if (!(gain > best.gain)) continue;
      best.gain = gain;
      best.bin = static_cast<std::uint8_t>(b);
      best.missing_left = missing_left;
      best.left = left;
    }
  }
  return best.gain > kLeastGain && best.gain > rules.gamma ? best : GradientSplit{};
}

std::pair<WeightBounds, WeightBounds> child_bounds(const GradientSplit& split, GradientSum total,
                                                   const SplitRules& rules, int direction, WeightBounds bounds) {
  if (direction == 0) return {bounds, bounds};
  const double middle = (rules.weight(split.left, bounds) + rules.weight(total - split.left, bounds)) / 2;
  const WeightBounds below{bounds.low, middle}, above{middle, bounds.high};
  return direction > 0 ? std::pair{below, above} : std::pair{above, below};
}

}  // namespace ballast::classifiers
