// Trains a denoiser on batches of fixed shape: owns the recorded graph, the gradients and the optimiser.
//
//   Trainer<float> trainer(*denoiser, 256, OptimiserConfig{});
//   for (k ...) {
//     ... fill trainer.inputs(), trainer.steps(), trainer.targets() ...
//     const double loss = trainer.step(rate.at(k), pool);
//   }
//   auto averaged = denoiser->with_parameters(trainer.ema());
//
// A training step does not allocate after the first. Its bits do not depend on the number of threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "autodiff/graph.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "nn/denoiser.hpp"
#include "nn/training/optimiser.hpp"

namespace ballast::nn {

template <class T>
class Trainer {
 public:
  // `denoiser` outlives the trainer, which changes its parameters. Requires: batch >= 1.
  Trainer(Denoiser<T>& denoiser, std::size_t batch, const OptimiserConfig& config);

  // The batch, to be filled before each step: x_t (batch x D), step numbers, and what is to be predicted (batch x D).
  numeric::MatrixView<T> inputs() { return graph_.values(x_); }
  std::span<std::uint32_t> steps() { return graph_.indices(step_); }
  numeric::MatrixView<T> targets() { return graph_.values(target_); }
  // Factors of each row's loss, all 1 at first. A batch with only n real rows gives them batch / n and the others 0.
  numeric::MatrixView<T> row_weights() { return graph_.values(weight_); }

  // One update; returns the loss before it: (1 / (batch D)) sum_i weight_i |prediction_i - target_i|^2.
  double step(double learning_rate, numeric::ThreadPool& pool);

  // The two halves of step, for an update from several batches: accumulate adds to the gradients since the last update.
  double accumulate(numeric::ThreadPool& pool);
  void update(double learning_rate, numeric::ThreadPool& pool);

  std::span<const T> ema() const { return optimiser_.ema(); }
  const Optimiser<T>& optimiser() const { return optimiser_; }
  std::span<const T> gradients() { return optimiser_.gradients(); }

 private:
  Denoiser<T>& denoiser_;
  Optimiser<T> optimiser_;
  autodiff::Graph<T> graph_;
  autodiff::Node x_, target_, weight_;
  autodiff::Index step_;
  bool fresh_ = true;  // no gradients since the last update
};

}  // namespace ballast::nn
