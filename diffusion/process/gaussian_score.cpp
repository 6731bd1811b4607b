#include "diffusion/process/gaussian_score.hpp"

#include <algorithm>
#include <cassert>

#include "engine/geometry/eigen.hpp"

namespace ballast::diffusion {

namespace {

std::vector<double> mean_row(numeric::MatrixView<const float> rows) {
  std::vector<double> mean(rows.columns(), 0.0);
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    for (std::size_t d = 0; d < mean.size(); ++d) mean[d] += double{rows(i, d)};
  }
  for (double& value : mean) value /= static_cast<double>(rows.rows());
  return mean;
}

numeric::Matrix<double> covariance(numeric::MatrixView<const float> rows, const std::vector<double>& mean) {
  numeric::Matrix<double> out(mean.size(), mean.size());
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    for (std::size_t d = 0; d < mean.size(); ++d) {
      const double from_mean = rows(i, d) - mean[d];
      for (std::size_t e = d; e < mean.size(); ++e) out(d, e) += from_mean * (rows(i, e) - mean[e]);
    }
  }
  for (std::size_t d = 0; d < mean.size(); ++d) {
    for (std::size_t e = d; e < mean.size(); ++e) out(e, d) = out(d, e) /= static_cast<double>(rows.rows());
  }
  return out;
}

}  // namespace

GaussianScore::GaussianScore(numeric::MatrixView<const float> rows, const NoiseSchedule& schedule)
    : schedule_(schedule) {
  assert(!rows.empty());
  mean_ = mean_row(rows);
  geometry::Eigenpairs pairs = geometry::symmetric_eigenpairs(covariance(rows, mean_).view());
  variances_ = std::move(pairs.values);
  for (double& variance : variances_) variance = std::max(0.0, variance);  // rounding may leave -1e-18
  axes_ = std::move(pairs.vectors);
}

void GaussianScore::predict(numeric::MatrixView<const float> x, std::size_t n, numeric::MatrixView<float> eps,
                            numeric::Workspace& scratch) const {
  const numeric::Workspace::Scope scope(scratch);
  const std::span<double> centred = scratch.take<double>(columns()), answer = scratch.take<double>(columns());
  const double g_n = g(schedule_.t(n)), b_n = b(schedule_.t(n));
  for (std::size_t i = 0; i < x.rows(); ++i) {
    for (std::size_t d = 0; d < columns(); ++d) centred[d] = x(i, d) - g_n * mean_[d];
    std::ranges::fill(answer, 0.0);
    for (std::size_t e = 0; e < columns(); ++e) {
      double along = 0.0;  // the axis
      for (std::size_t d = 0; d < columns(); ++d) along = std::fma(axes_(e, d), centred[d], along);
      along *= b_n / (g_n * g_n * variances_[e] + b_n * b_n);
      for (std::size_t d = 0; d < columns(); ++d) answer[d] = std::fma(axes_(e, d), along, answer[d]);
    }
    for (std::size_t d = 0; d < columns(); ++d) eps(i, d) = static_cast<float>(answer[d]);
  }
}

}  // namespace ballast::diffusion
