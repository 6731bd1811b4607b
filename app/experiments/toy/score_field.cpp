#include "app/experiments/toy/score_field.hpp"

#include <cassert>
#include <cmath>

#include "diffusion/sampling/level_error.hpp"

namespace ballast::app {

std::size_t label_of_noise(const diffusion::NoiseSchedule& schedule, double noise) {
  std::size_t best = 1;
  for (std::size_t n = 2; n <= schedule.steps(); ++n) {
    if (std::abs(diffusion::b(schedule.t(n)) - noise) < std::abs(diffusion::b(schedule.t(best)) - noise)) best = n;
  }
  return best;
}

numeric::Matrix<float> square_grid(std::size_t dimensions, double half, std::size_t per_side) {
  assert((dimensions == 1 || dimensions == 2) && per_side >= 2);
  const auto place = [&](std::size_t i) {
    return static_cast<float>(half * (2 * static_cast<double>(i) / static_cast<double>(per_side - 1) - 1));
  };
  numeric::Matrix<float> grid(dimensions == 1 ? per_side : per_side * per_side, dimensions);
  for (std::size_t k = 0; k < grid.rows(); ++k) {
    grid(k, 0) = place(k % per_side);
    if (dimensions == 2) grid(k, 1) = place(k / per_side);
  }
  return grid;
}

numeric::Matrix<float> score_at(const diffusion::NoiseModel& model, const diffusion::NoiseSchedule& schedule,
                                std::size_t n, numeric::MatrixView<const float> at) {
  const numeric::Matrix<float> eps = diffusion::predict_noise(model, n, at);
  const double factor = -1 / diffusion::b(schedule.t(n));
  numeric::Matrix<float> score(at.rows(), at.columns());
  for (std::size_t i = 0; i < score.values().size(); ++i) {
    score.values()[i] = static_cast<float>(factor * double{eps.values()[i]});
  }
  return score;
}

}  // namespace ballast::app
