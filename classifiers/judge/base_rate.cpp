#include "classifiers/judge/base_rate.hpp"

#include <algorithm>

namespace ballast::classifiers {

double negative_weight(std::size_t positives, std::size_t negatives, double base_rate) {
  return static_cast<double>(positives) * (1 - base_rate) / (base_rate * static_cast<double>(negatives));
}

std::vector<float> weights_at_base_rate(std::span<const std::int32_t> y, double base_rate) {
  const auto positives = static_cast<std::size_t>(std::ranges::count(y, 1));
  const std::size_t negatives = y.size() - positives;
  if (positives == 0 || negatives == 0) return std::vector<float>(y.size(), 1.0F);
  const auto negative = static_cast<float>(negative_weight(positives, negatives, base_rate));
  std::vector<float> weight;
  for (const std::int32_t label : y) weight.push_back(label == 1 ? 1.0F : negative);
  return weight;
}

}  // namespace ballast::classifiers
