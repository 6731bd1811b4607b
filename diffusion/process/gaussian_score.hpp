// The smoothest denoiser there is: exact for data that is one Gaussian, with the mean and covariance of given rows.
// X_t is then N(g mu, g^2 Sigma + b^2 I), and with Sigma = V diag(lambda) V' the noise in a row is
//
//   eps(x, n) = b (g^2 Sigma + b^2 I)^{-1} (x - g mu) = V diag( b / (g^2 lambda + b^2) ) V' (x - g mu)
//
// the linear answer of least squared error (Wiener filter). It knows nothing of the rows but their first two moments,
// so it cannot copy one: the other end of the ruler of memorisation (memorisation.hpp) from exact_score.hpp.
#pragma once

#include <vector>

#include "diffusion/process/noise_model.hpp"
#include "diffusion/process/noise_schedule.hpp"

namespace ballast::diffusion {

class GaussianScore final : public NoiseModel {
 public:
  // Learns mean and covariance (divided by N) of rows (N x D, at least one); borrows schedule. Cost: N D^2 + 12 D^3.
  GaussianScore(numeric::MatrixView<const float> rows, const NoiseSchedule& schedule);

  std::size_t columns() const override { return mean_.size(); }
  // Cost: 2 D^2 a row. In double.
  void predict(numeric::MatrixView<const float> x, std::size_t n, numeric::MatrixView<float> eps,
               numeric::Workspace& scratch) const override;
  std::size_t scratch_bytes() const override { return 2 * numeric::Workspace::bytes_for<double>(columns()); }

 private:
  const NoiseSchedule& schedule_;
  std::vector<double> mean_, variances_;  // mu; lambda, largest first
  numeric::Matrix<double> axes_;          // row e: the axis of lambda_e
};

}  // namespace ballast::diffusion
