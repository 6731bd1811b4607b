// A row's weight where weights may be none: 1 each then.
#pragma once

#include <cstddef>
#include <span>

namespace ballast::classifiers {

inline double weight_at(std::span<const float> weight, std::size_t row) {
  return weight.empty() ? 1.0 : static_cast<double>(weight[row]);
}

}  // namespace ballast::classifiers
