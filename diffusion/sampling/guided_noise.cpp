#include "diffusion/sampling/guided_noise.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <span>

namespace ballast::diffusion {

namespace {

// plus -= weight (minus - its projection on plus). Sums in double, over D coordinates in order.
void push_aside(std::span<float> plus, std::span<const float> minus, double weight) {
  double both = 0.0, squares = 0.0;
  for (std::size_t d = 0; d < plus.size(); ++d) {
    const double p = static_cast<double>(plus[d]);
    both = std::fma(p, static_cast<double>(minus[d]), both);
    squares = std::fma(p, p, squares);
  }
  const double along = squares > 0.0 ? both / squares : 0.0;
  for (std::size_t d = 0; d < plus.size(); ++d) {
    const double p = static_cast<double>(plus[d]);
    plus[d] = static_cast<float>(p - weight * (static_cast<double>(minus[d]) - along * p));
  }
}

}  // namespace

GuidedNoise::GuidedNoise(const NoiseModel& wanted, const NoiseModel& avoided, double weight)
    : wanted_(wanted), avoided_(avoided), weight_(weight) {
  assert(wanted.columns() == avoided.columns());
}

void GuidedNoise::predict(numeric::MatrixView<const float> x, std::size_t n, numeric::MatrixView<float> eps,
                          numeric::Workspace& scratch) const {
  wanted_.predict(x, n, eps, scratch);
  const numeric::Workspace::Scope scope(scratch);
  const auto minus = scratch.take_matrix<float>(kRows, columns());
  for (std::size_t first = 0; first < x.rows(); first += kRows) {
    const std::size_t count = std::min(kRows, x.rows() - first);
    avoided_.predict(x.row_block(first, count), n, minus.row_block(0, count), scratch);
    for (std::size_t i = 0; i < count; ++i) push_aside(eps.row(first + i), minus.row(i), weight_);
  }
}

std::size_t GuidedNoise::scratch_bytes() const {
  return numeric::Workspace::bytes_for<float>(kRows * columns()) +
         std::max(wanted_.scratch_bytes(), avoided_.scratch_bytes());
}

}  // namespace ballast::diffusion
