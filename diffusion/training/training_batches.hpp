// What the network is shown: noised rows, their steps, and what it is to predict. Two ways to draw them, one loss:
//
//   L = mean over n and rows of | target_n - network(X_n, n) |^2,   target_n a mix of X_0 and the noise
//   eps_n = (X_n - g(t_n) X_0) / b(t_n) (parametrisation.hpp); the noise itself in the paper
//
//   random_steps   one random step for each row (Ho et al. 2020, algorithm 1): an estimate of the mean over n
//   trajectories   all N steps of each row by the forward recursion (arXiv 2412.10948, training algorithm): the mean
//                  over n itself, for N times the network evaluations
//
// Rows are drawn uniformly with replacement. All draws are streams addressed by (seed, update, place in the batch), so
// a batch has the same bits at any number of threads, and any update can be made again alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "diffusion/process/noise_schedule.hpp"
#include "diffusion/process/parametrisation.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::diffusion {

// One batch of B rows, to be filled in place: the memory is the trainer's.
struct TrainingBatch {
  numeric::MatrixView<float> x;        // B x D: X_n
  std::span<std::uint32_t> steps;      // B: n
  numeric::MatrixView<float> target;   // B x D
  numeric::MatrixView<float> weights;  // B x 1: factor of each row in the loss
};

class TrainingBatches {
 public:
  virtual ~TrainingBatches() = default;
  virtual std::size_t rows() const = 0;                // B of every batch
  virtual std::size_t batches_per_update() const = 0;  // whose weighted losses add up to L
  // Batch `part` of update `update`; parts come in order. Does not allocate.
  virtual void fill(std::size_t update, std::size_t part, TrainingBatch batch, numeric::ThreadPool& pool) = 0;
};

// Both borrow data (N rows x D, at least one) and schedule.
// `batch` rows per update, each at one random step.
std::unique_ptr<TrainingBatches> random_steps(numeric::MatrixView<const float> data, const NoiseSchedule& schedule,
                                              Parametrisation parametrisation, std::size_t batch, std::uint64_t seed);
// `batch` rows per update, each at all steps; cut in parts of a few hundred network rows.
std::unique_ptr<TrainingBatches> trajectories(numeric::MatrixView<const float> data, const NoiseSchedule& schedule,
                                              Parametrisation parametrisation, std::size_t batch, std::uint64_t seed);

// "random_steps" or "trajectories". Throws Error with the nearest name.
using MakeBatches = std::unique_ptr<TrainingBatches> (*)(numeric::MatrixView<const float>, const NoiseSchedule&,
                                                         Parametrisation, std::size_t, std::uint64_t);
MakeBatches make_batches(std::string_view name);

}  // namespace ballast::diffusion
