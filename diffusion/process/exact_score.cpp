#include "diffusion/process/exact_score.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

#include "diffusion/process/posterior.hpp"

namespace ballast::diffusion {

namespace {

// -|x_n - g x_0|^2 / (2 b^2): the logarithm of the weight of row x_0, up to a constant.
double log_weight(std::span<const float> x_0, std::span<const float> x_n, double g_t, double b_t) {
  double squares = 0.0;
  for (std::size_t d = 0; d < x_n.size(); ++d) {
    const double difference = x_n[d] - g_t * x_0[d];
    squares = std::fma(difference, difference, squares);
  }
  return -squares / (2.0 * b_t * b_t);
}

}  // namespace

void expected_row(numeric::MatrixView<const float> rows, std::span<const float> x_n, double t, std::span<double> out) {
  assert(!rows.empty() && t > 0.0);
  const double g_t = g(t), b_t = b(t);
  // The softmax is shifted by its largest exponent, so that at small t at least the nearest row keeps weight 1.
  double largest = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < rows.rows(); ++i) largest = std::max(largest, log_weight(rows.row(i), x_n, g_t, b_t));
  std::fill(out.begin(), out.end(), 0.0);
  double total = 0.0;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    const double weight = std::exp(log_weight(rows.row(i), x_n, g_t, b_t) - largest);
    total += weight;
    for (std::size_t d = 0; d < out.size(); ++d) out[d] = std::fma(weight, static_cast<double>(rows(i, d)), out[d]);
  }
  for (double& value : out) value /= total;
}

void ExactScore::predict(numeric::MatrixView<const float> x, std::size_t n, numeric::MatrixView<float> eps,
                         numeric::Workspace& scratch) const {
  const numeric::Workspace::Scope scope(scratch);
  const std::span<double> x_0 = scratch.take<double>(columns());
  const double t_n = schedule_.t(n);
  for (std::size_t i = 0; i < x.rows(); ++i) {
    expected_row(rows_, x.row(i), t_n, x_0);
    for (std::size_t d = 0; d < columns(); ++d) {
      eps(i, d) = static_cast<float>(noise_from_data(x(i, d), x_0[d], t_n));
    }
  }
}

}  // namespace ballast::diffusion
