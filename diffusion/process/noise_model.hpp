// NoiseModel: anything that predicts the noise in a noised row, eps_theta(x, n) of arXiv 2412.10948. What a sampler
// sees of a trained network, of the exact-score oracle (exact_score.hpp), or of a guided mixture of models.
#pragma once

#include <cstddef>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/workspace.hpp"

namespace ballast::diffusion {

class NoiseModel {
 public:
  virtual ~NoiseModel() = default;
  virtual std::size_t columns() const = 0;  // D
  // eps for rows x (any number B x D) that stand at step n in 1 .. N; eps is another matrix of that shape.
  // The bits of a row's noise depend on the row and n alone, not on its company.
  // Scratch: scratch_bytes() of free room, given back. Threads: any number at once. Does not allocate.
  virtual void predict(numeric::MatrixView<const float> x, std::size_t n, numeric::MatrixView<float> eps,
                       numeric::Workspace& scratch) const = 0;
  virtual std::size_t scratch_bytes() const = 0;
};

}  // namespace ballast::diffusion
