#include "classifiers/gradient.hpp"

#include <algorithm>
#include <cmath>

namespace ballast::classifiers {

float fixed_point_scale(float largest, std::size_t rows) {
  const double bound =
      static_cast<double>(std::max(largest, 1e-30f)) * static_cast<double>(std::max<std::size_t>(rows, 1));
  const double exponent = std::clamp(61 - std::ceil(std::log2(bound)), -100.0, 100.0);
  return static_cast<float>(std::exp2(exponent));
}

}  // namespace ballast::classifiers
