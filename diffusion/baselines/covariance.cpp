#include "diffusion/baselines/covariance.hpp"

#include <cmath>

#include "engine/error.hpp"

namespace ballast::diffusion {

std::vector<double> column_means(numeric::MatrixView<const float> x) {
  std::vector<double> mean(x.columns(), 0.0);
  for (std::size_t i = 0; i < x.rows(); ++i) {
    for (std::size_t c = 0; c < x.columns(); ++c) mean[c] += double{x(i, c)};
  }
  for (double& value : mean) value /= static_cast<double>(x.rows());
  return mean;
}

numeric::Matrix<double> covariance(numeric::MatrixView<const float> x, std::span<const double> mean) {
  const std::size_t d = x.columns();
  numeric::Matrix<double> s(d, d);
  std::vector<double> off(d);
  for (std::size_t i = 0; i < x.rows(); ++i) {
    for (std::size_t c = 0; c < d; ++c) off[c] = double{x(i, c)} - mean[c];
    for (std::size_t a = 0; a < d; ++a) {
      for (std::size_t b = 0; b <= a; ++b) s(a, b) = std::fma(off[a], off[b], s(a, b));
    }
  }
  for (std::size_t a = 0; a < d; ++a) {
    for (std::size_t b = 0; b <= a; ++b) s(b, a) = s(a, b) = s(a, b) / static_cast<double>(x.rows());
  }
  return s;
}

numeric::Matrix<double> cholesky(const numeric::Matrix<double>& s) {
  constexpr double kDetermined = 1e-9;
  const std::size_t d = s.rows();
  numeric::Matrix<double> l(d, d);
  for (std::size_t j = 0; j < d; ++j) {
    double left = s(j, j);
    for (std::size_t k = 0; k < j; ++k) left -= l(j, k) * l(j, k);
    if (!(left > kDetermined * s(j, j))) continue;
    l(j, j) = std::sqrt(left);
    for (std::size_t i = j + 1; i < d; ++i) {
      double sum = s(i, j);
      for (std::size_t k = 0; k < j; ++k) sum -= l(i, k) * l(j, k);
      l(i, j) = sum / l(j, j);
    }
  }
  return l;
}

void require_few_columns(std::size_t columns, const std::string& what) {
  constexpr std::size_t kMostColumns = 1024;
  if (columns <= kMostColumns) return;
  throw Error("too many columns for " + what)
      .expected("at most " + std::to_string(kMostColumns))
      .got(std::to_string(columns));
}

}  // namespace ballast::diffusion
