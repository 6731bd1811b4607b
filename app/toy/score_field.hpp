// What a noise model has learnt, looked at in two ways: its score field over the plane, and its error by noise level,
// both beside the exact-score oracle of the rows it was trained on (diffusion/exact_score.hpp).
//
//   score      s(x, t_n) = grad log density of X_n = -eps(x, n) / b(t_n)
//   error      E |eps_n - eps(X_n, n)|^2 / D over fresh rows: what no model can get below is the oracle of the true
//              distribution; the oracle of finitely many rows loses to it where b(t_n) is below the distance of rows
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "diffusion/noise_model.hpp"
#include "diffusion/noise_schedule.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::app {

// The label whose noise b(t_n) comes nearest to `noise`, out of 1 .. N.
std::size_t label_of_noise(const diffusion::NoiseSchedule& schedule, double noise);

// The points of a square grid over [-half, half]^D, D = 1 or 2, `per_side` in each direction; x runs fastest.
numeric::Matrix<float> square_grid(std::size_t dimensions, double half, std::size_t per_side);

// s(x, t_n) for every row of `at`.
numeric::Matrix<float> score_at(const diffusion::NoiseModel& model, const diffusion::NoiseSchedule& schedule,
                                std::size_t n, numeric::MatrixView<const float> at);

struct LevelError {
  std::size_t n;
  double t, error;
};
// The error over `rows`, each with fresh noise, at up to `levels` different labels from 1 to N, their times in even
// ratios. Requires: levels >= 2, N >= 2.
// Threads: same bits at any number.
std::vector<LevelError> error_by_level(const diffusion::NoiseModel& model, const diffusion::NoiseSchedule& schedule,
                                       numeric::MatrixView<const float> rows, std::size_t levels, std::uint64_t seed,
                                       numeric::ThreadPool& pool);

}  // namespace ballast::app
