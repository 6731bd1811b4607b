#include "diffusion/baselines/vae_calibration.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "diffusion/baselines/covariance.hpp"
#include "diffusion/baselines/latent_rows.hpp"

namespace ballast::diffusion {

namespace {

// Covariance of z over all rows: that of the means, and the mean variance.
numeric::Matrix<double> latent_covariance(numeric::MatrixView<const float> moments, std::span<const double> mean) {
  const std::size_t latent = mean.size();
  numeric::Matrix<double> s = covariance(moments.column_block(0, latent), mean);
  for (std::size_t i = 0; i < moments.rows(); ++i) {
    for (std::size_t j = 0; j < latent; ++j) {
      s(j, j) += std::exp(double{moments(i, latent + j)}) / static_cast<double>(moments.rows());
    }
  }
  return s;
}

std::vector<double> column_variances(numeric::MatrixView<const float> x) {
  const std::vector<double> mean = column_means(x);
  std::vector<double> out(mean.size(), 0.0);
  for (std::size_t i = 0; i < x.rows(); ++i) {
    for (std::size_t c = 0; c < out.size(); ++c) {
      const double off = double{x(i, c)} - mean[c];
      out[c] += off * off / static_cast<double>(x.rows());
    }
  }
  return out;
}

}  // namespace

void refit_latent(numeric::MatrixView<const float> moments, VaeDecoder& decoder) {
  const std::size_t latent = moments.columns() / 2;
  const std::vector<double> mean = column_means(moments.column_block(0, latent));
  const numeric::Matrix<double> factor = cholesky(latent_covariance(moments, mean));
  const numeric::MatrixView<float> weight = decoder.parameters.matrix(0), bias = decoder.parameters.matrix(1);
  std::vector<double> column(latent);
  for (std::size_t h = 0; h < weight.columns(); ++h) {
    double shift = 0.0;
    for (std::size_t j = 0; j < latent; ++j) {
      column[j] = double{weight(j, h)};
      shift += mean[j] * column[j];
    }
    bias(0, h) += static_cast<float>(shift);
    for (std::size_t k = 0; k < latent; ++k) {
      double sum = 0.0;
      for (std::size_t j = k; j < latent; ++j) sum += factor(j, k) * column[j];
      weight(k, h) = static_cast<float>(sum);
    }
  }
}

void match_widths(numeric::MatrixView<const float> data, std::uint64_t seed, numeric::ThreadPool& pool,
                  VaeDecoder& decoder) {
  constexpr std::size_t kDraws = 4096;
  Observer quiet;
  const auto network = decoder.network.predictor(decoder.parameters);
  const numeric::Matrix<float> means = latent_rows(network, {}, 0, kDraws, seed, pool, quiet);
  const std::vector<double> of_data = column_variances(data), of_means = column_variances(means.view());
  for (std::size_t c = 0; c < of_data.size(); ++c) {
    float& log_width = decoder.parameters.matrix(decoder.log_width)(0, c);
    const double left = of_data[c] - of_means[c];
    if (left > 0.0) log_width = std::max(log_width, static_cast<float>(std::log(left) / 2.0));
  }
}

}  // namespace ballast::diffusion
