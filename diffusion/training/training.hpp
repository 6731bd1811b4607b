// Trains a network to predict the noise (arXiv 2412.10948, training algorithm): draw noised rows, regress on their
// noise or on what determines it (parametrisation.hpp), keep a moving average of the weights, which is what samples.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "diffusion/process/noise_schedule.hpp"
#include "diffusion/process/parametrisation.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "nn/denoiser.hpp"
#include "nn/training/optimiser.hpp"

namespace ballast::diffusion {

struct TrainingOptions {
  Parametrisation parametrisation = Parametrisation::v;
  std::string method = "random_steps";  // or "trajectories" (training_batches.hpp)
  std::size_t batch = 128;              // rows per update
  std::size_t updates = 6000;
  double learning_rate = 1e-3;  // its peak
  nn::Decay decay = nn::Decay::linear;
  std::size_t warmup = 0;  // updates until the peak
  double ema_decay = 0.999;
  double clip_norm = 1.0;  // of the gradient; 0: none
};

struct TrainedNetwork {
  std::unique_ptr<nn::Denoiser<float>> network;  // with the averaged weights
  std::vector<float> loss;                       // means over some updates, in order
};
// Network batches between two entries of the loss history, and two reports to the observer.
inline constexpr std::size_t kLossWindow = 50;

// Trains `network` (changed in place) on data (N x D), the steps of `schedule` being those of the network.
// Throws Stopped when the observer says so, Error if the loss becomes infinite or NaN.
// Threads: same bits at any number. No allocation per update after the first.
TrainedNetwork train(nn::Denoiser<float>& network, numeric::MatrixView<const float> data, const NoiseSchedule& schedule,
                     const TrainingOptions& options, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::diffusion
