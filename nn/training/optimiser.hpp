// Adam (Kingma & Ba 2015, algorithm 1) with an exponential moving average of the parameters in the same pass, clipping
// by the global gradient norm, decoupled weight decay (AdamW, Loshchilov & Hutter 2019, algorithm 2), and learning-rate
// schedules.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/numeric/buffer.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::nn {

enum class Decay : std::uint8_t { constant, linear, cosine };  // the latter two end at zero

// A rate that climbs linearly to `peak` over `warmup` updates, then decays until update `total`.
struct LearningRate {
  double peak = 1e-3;
  Decay decay = Decay::constant;
  std::size_t warmup = 0;
  std::size_t total = 0;  // needed by linear and cosine

  // The rate of update k, from 0.
  double at(std::size_t k) const;
};

struct OptimiserConfig {
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  double clip_norm = 0;      // gradients longer than this are scaled down to it; 0: never
  double ema_decay = 0.999;  // update k (from 0) uses min(ema_decay, (1 + k) / (10 + k))
  // Of the first `decayed` parameters, learning_rate x weight_decay is taken away at each update (AdamW).
  double weight_decay = 0;
  std::size_t decayed = 0;
};

// The state for one parameter slab: gradients, first and second moments, moving average.
template <class T>
class Optimiser {
 public:
  // The moving average starts at `parameters`.
  Optimiser(std::span<const T> parameters, const OptimiserConfig& config);

  std::span<T> gradients() noexcept { return gradients_.span(); }
  std::span<const T> ema() const noexcept { return ema_.span(); }
  std::size_t updates() const noexcept { return updates_; }
  // Before clipping, of the last update; NaN unless clipping is on.
  double gradient_norm() const noexcept { return norm_; }

  // One update of `parameters` with gradients(). Does not allocate.
  void update(std::span<T> parameters, double learning_rate, numeric::ThreadPool& pool);

 private:
  double measure_norm(numeric::ThreadPool& pool);

  OptimiserConfig config_;
  numeric::Buffer<T> gradients_, m_, v_, ema_;  // m, v: first and second moment of the gradient
  numeric::Buffer<double> partial_;             // squared gradient norms of fixed chunks
  std::size_t updates_ = 0;
  double norm_;
};

}  // namespace ballast::nn
