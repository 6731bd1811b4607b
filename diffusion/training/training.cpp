// The training loop: draw a mini-batch (training_batches.hpp: one random step per row, or whole trajectories), let the
// network predict its target (parametrisation.hpp), take one step of Adam down the squared error, and keep an average
// of the weights. The loss reported is the mean over windows of kLossWindow updates; one that is not finite ends the
// run.
#include "diffusion/training/training.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "diffusion/training/training_batches.hpp"
#include "engine/error.hpp"
#include "nn/training/trainer.hpp"

namespace ballast::diffusion {

namespace {

// One update of the network; returns its loss.
double update_network(nn::Trainer<float>& trainer, TrainingBatches& batches, std::size_t update, double learning_rate,
                      const Progress& progress, numeric::ThreadPool& pool, Observer& observer) {
  double loss = 0.0;
  for (std::size_t part = 0; part < batches.batches_per_update(); ++part) {
    observer.step(progress);
    batches.fill(update, part, {trainer.inputs(), trainer.steps(), trainer.targets(), trainer.row_weights()}, pool);
    loss += trainer.accumulate(pool);
  }
  trainer.update(learning_rate, pool);
  return loss;
}

void require_finite(double loss, std::size_t update) {
  if (std::isfinite(loss)) return;
  throw Error("training diverged: the loss is not finite at update " + std::to_string(update))
      .hint("a lower learning rate or a gradient clip");
}

}  // namespace

TrainedNetwork train(nn::Denoiser<float>& network, numeric::MatrixView<const float> data, const NoiseSchedule& schedule,
                     const TrainingOptions& options, std::uint64_t seed, numeric::ThreadPool& pool,
                     Observer& observer) {
  assert(network.config().columns == data.columns() && network.config().steps == schedule.steps());
  const auto batches = make_batches(options.method)(data, schedule, options.parametrisation, options.batch, seed);
  nn::OptimiserConfig optimiser;
  optimiser.clip_norm = options.clip_norm;
  optimiser.ema_decay = options.ema_decay;
  nn::Trainer<float> trainer(network, batches->rows(), optimiser);
  const nn::LearningRate rate{options.learning_rate, options.decay, options.warmup, options.updates};

  const std::size_t window_updates = std::max<std::size_t>(1, kLossWindow / batches->batches_per_update());
  TrainedNetwork trained;
  trained.loss.reserve(options.updates / window_updates + 1);
  double window = 0.0;
  Progress progress{"train diffusion", 0, options.updates};
  for (std::size_t update = 0; update < options.updates; ++update) {
    progress.done = update;
    window += update_network(trainer, *batches, update, rate.at(update), progress, pool, observer);
    const std::size_t done = update + 1, in_window = update % window_updates + 1;
    if (in_window < window_updates && done < options.updates) continue;
    const double loss = window / static_cast<double>(in_window);
    require_finite(loss, done);
    trained.loss.push_back(static_cast<float>(loss));
    window = 0.0;
    progress.done = done;
    progress.loss = loss;
    observer.step(progress);
  }
  trained.network = network.with_parameters(trainer.ema());
  return trained;
}

}  // namespace ballast::diffusion
