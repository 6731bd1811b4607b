// The paper's network for points (arXiv 2412.10948, section 3): every coordinate and the step as sinusoidal embeddings
// of 128, two layers of 128 GELU units.
#pragma once

#include "nn/denoiser.hpp"

namespace ballast::app {

inline nn::DenoiserConfig paper_network(std::size_t dimensions, std::size_t steps) {
  nn::DenoiserConfig config;
  config.kind = nn::DenoiserKind::residual_gelu;
  config.columns = dimensions;
  config.steps = steps;
  for (std::size_t d = 0; d < dimensions; ++d) config.embedded_columns.push_back(d);
  return config;
}

}  // namespace ballast::app
