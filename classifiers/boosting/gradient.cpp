#include "classifiers/boosting/gradient.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace ballast::classifiers {
namespace {

// The largest power of two that keeps `largest` at or below `most`.
float scale_below(float largest, std::int32_t most) {
  const double room = static_cast<double>(most) / static_cast<double>(std::max(largest, 1e-30f));
  return static_cast<float>(std::exp2(std::floor(std::log2(room))));
}

}  // namespace

GradientScale gradient_scale(float largest_g, float largest_h) {
  return {scale_below(largest_g, kMostPackedG), scale_below(largest_h, kMostPackedH)};
}

void quantise(std::span<const Gradient> gradients, std::span<const float> dither, GradientScale scale,
              std::span<PackedGradient> out) {
  assert(dither.size() == gradients.size() && out.size() == gradients.size());
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    const auto g = static_cast<std::int32_t>(std::floor(gradients[i].g * scale.g + dither[i]));
    const auto h = static_cast<std::int32_t>(std::floor(gradients[i].h * scale.h + dither[i]));
    out[i] = pack(std::min(g, kMostPackedG), std::min(h, kMostPackedH));
  }
}

}  // namespace ballast::classifiers
