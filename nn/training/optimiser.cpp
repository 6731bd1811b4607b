#include "nn/training/optimiser.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/numeric/kernels.hpp"

namespace ballast::nn {
namespace {

constexpr std::size_t kChunk = 8192;  // values in one block of work: five slabs of it fit in the L2 cache

}  // namespace

double LearningRate::at(std::size_t k) const {
  const auto update = static_cast<double>(k);
  if (k < warmup) return peak * (update + 1) / static_cast<double>(warmup + 1);
  if (decay == Decay::constant || total <= warmup) return peak;
  const double done = std::min(1.0, (update - static_cast<double>(warmup)) / static_cast<double>(total - warmup));
  if (decay == Decay::linear) return peak * (1 - done);
  return peak * 0.5 * (1 + std::cos(std::numbers::pi * done));
}

template <class T>
Optimiser<T>::Optimiser(std::span<const T> parameters, const OptimiserConfig& config)
    : config_(config),
      gradients_(parameters.size()),
      m_(parameters.size()),
      v_(parameters.size()),
      ema_(numeric::Buffer<T>::copy_of(parameters)),
      partial_((parameters.size() + kChunk - 1) / kChunk),
      norm_(std::numeric_limits<double>::quiet_NaN()) {}

// The norm of all gradients; chunks are added in order.
template <class T>
double Optimiser<T>::measure_norm(numeric::ThreadPool& pool) {
  pool.parallel_for_blocks(gradients_.size(), kChunk, [this](std::size_t first, std::size_t last) {
    partial_[first / kChunk] = numeric::squared_norm<T>(gradients().subspan(first, last - first));
  });
  double sum = 0;
  for (const double part : partial_) sum += part;
  return std::sqrt(sum);
}

template <class T>
void Optimiser<T>::update(std::span<T> parameters, double learning_rate, numeric::ThreadPool& pool) {
  assert(parameters.size() == gradients_.size());
  const auto k = static_cast<double>(updates_);
  numeric::AdamStep step{.learning_rate = learning_rate,
                         .beta1 = config_.beta1,
                         .beta2 = config_.beta2,
                         .epsilon = config_.epsilon,
                         .update = ++updates_,
                         .gradient_scale = 1,
                         .ema_decay = std::min(config_.ema_decay, (1 + k) / (10 + k))};
  if (config_.clip_norm > 0) {
    norm_ = measure_norm(pool);
    if (norm_ > config_.clip_norm) step.gradient_scale = config_.clip_norm / norm_;
  }
  numeric::AdamStep decaying = step;
  decaying.kept = 1 - learning_rate * config_.weight_decay;
  const auto advance = [&](const numeric::AdamStep& by, std::size_t first, std::size_t last) {
    const auto part = [&](std::span<T> slab) { return slab.subspan(first, last - first); };
    numeric::adam_ema<T>(by, part(gradients()), part(parameters), part(m_.span()), part(v_.span()), part(ema_.span()));
  };
  pool.parallel_for_blocks(parameters.size(), kChunk, [&](std::size_t first, std::size_t last) {
    const std::size_t decayed = std::clamp(config_.decayed, first, last);
    advance(decaying, first, decayed);
    advance(step, decayed, last);
  });
}

template class Optimiser<float>;
template class Optimiser<double>;

}  // namespace ballast::nn
