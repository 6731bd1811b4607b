// The exact-score oracle: for data that consists of N rows and nothing else, the best denoiser has a closed form
// (arXiv 2412.10948, section on score; Karras et al. 2022, appendix B.3). X_t is a mixture of N Gaussians, so
//
//   E[X_0 | x_n] = sum_i w_i X_0^i,   w = softmax( -|x_n - g(t_n) X_0^i|^2 / (2 b(t_n)^2) )
//   eps*(x_n, n) = (x_n - g(t_n) E[X_0 | x_n]) / b(t_n)
//
// This is what a network of unlimited size would learn. A sampler driven by it returns training rows: it memorises. So
// it generates nothing, but it tests samplers exactly and measures how far a network lies between "smooth" and "copy".
#pragma once

#include <span>

#include "diffusion/process/noise_model.hpp"
#include "diffusion/process/noise_schedule.hpp"

namespace ballast::diffusion {

// E[X_0 | x_n] of the empirical distribution of `rows` (N x D) for one row at time t > 0. Sums in double.
// Cost: N D per call, two passes.
void expected_row(numeric::MatrixView<const float> rows, std::span<const float> x_n, double t, std::span<double> out);

class ExactScore final : public NoiseModel {
 public:
  // Borrows rows (at least one) and schedule.
  ExactScore(numeric::MatrixView<const float> rows, const NoiseSchedule& schedule) : rows_(rows), schedule_(schedule) {}

  std::size_t columns() const override { return rows_.columns(); }
  void predict(numeric::MatrixView<const float> x, std::size_t n, numeric::MatrixView<float> eps,
               numeric::Workspace& scratch) const override;
  std::size_t scratch_bytes() const override { return numeric::Workspace::bytes_for<double>(columns()); }

 private:
  numeric::MatrixView<const float> rows_;
  const NoiseSchedule& schedule_;
};

}  // namespace ballast::diffusion
