#include "classifiers/boosting/splits/label_split.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

namespace ballast::classifiers {
namespace {

struct Label {
  std::size_t code;
  double key;  // smoothed G / H
};

std::vector<Label> sorted_labels(std::span<const GradientSum> cells, std::size_t labels, GradientSum total,
                                 const SplitRules& rules) {
  const double node_h = rules.h(total), smoothing = rules.label_smoothing;
  const double pull = node_h > 0 ? smoothing * rules.g(total) / node_h : 0;
  std::vector<Label> out;
  for (std::size_t code = 0; code < labels; ++code) {
    const double h = rules.h(cells[code]) + smoothing;
    if (!(cells[code] == GradientSum{})) out.push_back({code, (rules.g(cells[code]) + pull) / std::max(h, 1e-300)});
  }
  std::stable_sort(out.begin(), out.end(), [](const Label& a, const Label& b) { return a.key < b.key; });
  return out;
}

// The set of codes of a split whose `in_use` labels are known: those of them that go left, and with missing_left the
// missing code and all codes not in use.
CodeSet left_codes(std::span<const Label> left, std::span<const Label> in_use, bool missing_left) {
  CodeSet out;
  if (missing_left) {
    out.fill();
    for (const Label& label : in_use) out.erase(label.code);
  }
  for (const Label& label : left) out.insert(label.code);
  return out;
}

bool worth(const GradientSplit& split, const SplitRules& rules) {
  return split.gain > kLeastGain && split.gain > rules.gamma;
}

}  // namespace

GradientSplit best_label_split(std::span<const GradientSum> cells, std::size_t labels, GradientSum total,
                               const SplitRules& given, WeightBounds bounds) {
  const SplitRules of_sets = given.for_labels();
  const std::vector<Label> order = sorted_labels(cells, labels, total, of_sets);
  const bool any_missing = !(cells[kMissingCode] == GradientSum{});
  GradientSplit best;
  std::span<const Label> taken;
  const auto try_split = [&](GradientSum left, bool missing_left, std::span<const Label> of, const SplitRules& rules) {
    const GradientSum right = total - left;
    if (rules.h(left) < rules.min_child_weight || rules.h(right) < rules.min_child_weight) return;
    const double gain = rules.score(left, bounds) + rules.score(right, bounds) - rules.score(total, bounds);
    if (!(gain > best.gain)) return;
    best.gain = gain;
    best.missing_left = missing_left;
    best.left = left;
    taken = of;
  };
  for (const bool missing_left : {false, true}) {
    if (missing_left && !any_missing) break;
    const GradientSum start = missing_left ? cells[kMissingCode] : GradientSum{};
    GradientSum left = start;
    for (std::size_t i = 0; i < order.size(); ++i) {
      const GradientSum& label = cells[order[i].code];
      try_split(left += label, missing_left, std::span(order).first(i + 1), of_sets);
      try_split(start + label, missing_left, std::span(order).subspan(i, 1), given);
    }
  }
  if (!worth(best, given)) return {};
  best.by_label = true;
  best.left_codes = left_codes(taken, order, best.missing_left);
  return best;
}

GradientSplit best_label_split_slowly(std::span<const GradientSum> cells, std::size_t labels, GradientSum total,
                                      const SplitRules& given) {
  const SplitRules rules = given.for_labels();
  std::vector<Label> in_use;
  for (std::size_t code = 0; code < labels; ++code) {
    if (!(cells[code] == GradientSum{})) in_use.push_back({code, 0});
  }
  assert(in_use.size() < 20);
  GradientSplit best;
  for (const bool missing_left : {false, true}) {
    for (std::size_t subset = 0; subset < std::size_t{1} << in_use.size(); ++subset) {
      std::vector<Label> chosen;
      GradientSum left = missing_left ? cells[kMissingCode] : GradientSum{};
      for (std::size_t i = 0; i < in_use.size(); ++i) {
        if ((subset >> i & 1) == 0) continue;
        chosen.push_back(in_use[i]);
        left += cells[in_use[i].code];
      }
      const GradientSum right = total - left;
      if (rules.h(left) < rules.min_child_weight || rules.h(right) < rules.min_child_weight) continue;
      const double gain = rules.score(left) + rules.score(right) - rules.score(total);
      if (!(gain > best.gain)) continue;
      best.gain = gain;
      best.missing_left = missing_left;
      best.by_label = true;
      best.left = left;
      best.left_codes = left_codes(chosen, in_use, missing_left);
    }
  }
  return worth(best, rules) ? best : GradientSplit{};
}

}  // namespace ballast::classifiers
