// The score field that a noise model has learned: s(x, t_n) = grad log density of X_n = -eps(x, n) / b(t_n), on a grid
// over the line or the plane.
#pragma once

#include <cstddef>

#include "diffusion/process/noise_model.hpp"
#include "diffusion/process/noise_schedule.hpp"
#include "engine/numeric/matrix.hpp"

namespace ballast::app {

// The label whose noise b(t_n) comes nearest to `noise`, out of 1 .. N.
std::size_t label_of_noise(const diffusion::NoiseSchedule& schedule, double noise);

// The points of a square grid over [-half, half]^D, D = 1 or 2, `per_side` in each direction; x runs fastest.
numeric::Matrix<float> square_grid(std::size_t dimensions, double half, std::size_t per_side);

// s(x, t_n) for every row of `at`.
numeric::Matrix<float> score_at(const diffusion::NoiseModel& model, const diffusion::NoiseSchedule& schedule,
                                std::size_t n, numeric::MatrixView<const float> at);

}  // namespace ballast::app
