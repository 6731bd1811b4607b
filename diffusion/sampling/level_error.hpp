// How well a model predicts the noise, level by level:
//
//   error(n) = E |eps_n - eps(X_n, n)|^2 / D,   X_n = g(t_n) X_0 + b(t_n) eps_n
//
// over given rows X_0 with fresh noise each. 1 is as good as knowing nothing. Whatever a network was trained to predict
// (parametrisation.hpp), this is its loss on one common scale. The noise of row k at level n is a function of
// (seed, k, n) alone, so models and sets of rows are compared under the same noise.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "diffusion/process/noise_model.hpp"
#include "diffusion/process/noise_schedule.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::diffusion {

// eps for any number of rows at step n; models themselves want whole blocks of 64. Allocates.
numeric::Matrix<float> predict_noise(const NoiseModel& model, std::size_t n, numeric::MatrixView<const float> rows);

// Rows on level n and the noise that brought them there, both of the shape of rows (N x D).
struct NoisedRows {
  numeric::Matrix<float> x, eps;
};
NoisedRows noise_rows(numeric::MatrixView<const float> rows, const NoiseSchedule& schedule, std::size_t n,
                      std::uint64_t seed);

// Up to `count` different labels from 1 to N whose times grow by one ratio, as nearly as the schedule has them.
// Requires: count >= 2, N >= 2.
std::vector<std::size_t> levels_by_ratio(const NoiseSchedule& schedule, std::size_t count);

struct LevelError {
  std::size_t n;
  double t, error;
};
// The error over `rows` (N x D, at least one) at each of the labels.
// Threads: levels are shared out on the pool; same bits at any number. Cost: rows x labels evaluations.
std::vector<LevelError> level_errors(const NoiseModel& model, const NoiseSchedule& schedule,
                                     numeric::MatrixView<const float> rows, const std::vector<std::size_t>& labels,
                                     std::uint64_t seed, numeric::ThreadPool& pool);

}  // namespace ballast::diffusion
