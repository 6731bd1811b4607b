#include "diffusion/baselines/gan_training.hpp"

#include <algorithm>
#include <cmath>

#include "diffusion/baselines/rival_training.hpp"
#include "engine/numeric/random.hpp"
#include "nn/training/optimiser.hpp"

namespace ballast::diffusion {

namespace {

using numeric::MatrixView;
using numeric::Purpose;

// A network with its optimiser.
struct Player {
  nn::Parameters<float>& parameters;
  nn::Mlp<float>& network;
  nn::Optimiser<float> optimiser;

  Player(nn::Parameters<float>& values, nn::Mlp<float>& mlp, std::uint64_t seed, double ema_decay)
      : parameters(drawn(values, seed)), network(mlp), optimiser(values.values(), config(ema_decay)) {}

  void update(double rate, numeric::ThreadPool& pool) { optimiser.update(parameters.values(), rate, pool); }

 private:
  static nn::Parameters<float>& drawn(nn::Parameters<float>& values, std::uint64_t seed) {
    values.allocate();
    values.draw(seed);
    return values;
  }
  // Little momentum: the other player moves on.
  static nn::OptimiserConfig config(double ema_decay) { return {.beta1 = 0.5, .beta2 = 0.99, .ema_decay = ema_decay}; }
};

struct Discriminator {
  nn::Parameters<float> parameters;
  nn::Mlp<float> network;

  Discriminator(const GanOptions& options, std::size_t columns)
      : network(parameters, "discriminator", {columns, 1, options.hidden, options.layers}) {}
};

class GanTrainer {
 public:
  GanTrainer(GanGenerator& generator, MatrixView<const float> data, const GanOptions& options, std::uint64_t seed)
      : data_(data),
        options_(options),
        seed_(seed),
        discriminator_values_(options, data.columns()),
        generator_(generator.parameters, generator.network, seed, options.ema_decay),
        discriminator_(discriminator_values_.parameters, discriminator_values_.network, seed + 1, 0.0),
        unused_(discriminator_values_.parameters.size()),
        generator_graph_(options.batch),
        discriminator_graph_(2 * options.batch) {
    record();
  }

  // Both players move once; the discriminator judges the rows that the generator has just been told about.
  double update(std::size_t update, double rate, numeric::ThreadPool& pool) {
    fill_generator(update);
    generator_graph_.forward_backward(pool);
    fill_discriminator(update, pool);
    discriminator_graph_.forward_backward(pool);
    generator_.update(rate, pool);
    discriminator_.update(options_.discriminator_rate * rate, pool);
    return 2.0 * discriminator_graph_.loss();
  }

  void finish() { std::ranges::copy(generator_.optimiser.ema(), generator_.parameters.values().begin()); }

 private:
  // The generator's loss goes through the discriminator, whose own gradients of it are not used.
  void record() {
    z_ = generator_graph_.input(options_.latent);
    generator_noise_ = generator_graph_.input(data_.columns());
    made_ = generator_.network.record(generator_graph_, generator_.parameters, generator_.optimiser.gradients(), z_);
    const auto seen = generator_graph_.add(made_, generator_noise_);
    const auto sign = generator_graph_.input(1);
    for (std::size_t i = 0; i < options_.batch; ++i) generator_graph_.values(sign)(i, 0) = 1.0F;
    generator_graph_.bce_with_logits(
        discriminator_.network.record(generator_graph_, discriminator_.parameters, unused_.span(), seen), sign);

    x_ = discriminator_graph_.input(data_.columns());
    discriminator_sign_ = discriminator_graph_.input(1);
    for (std::size_t i = 0; i < 2 * options_.batch; ++i) {
      discriminator_graph_.values(discriminator_sign_)(i, 0) = i < options_.batch ? 1.0F : -1.0F;
    }
    discriminator_graph_.bce_with_logits(discriminator_.network.record(discriminator_graph_, discriminator_.parameters,
                                                                       discriminator_.optimiser.gradients(), x_),
                                         discriminator_sign_);
  }

  void fill_generator(std::size_t update) {
    fill_normal_rows({seed_, Purpose::kLatentNoise, 0, static_cast<std::uint32_t>(update)},
                     generator_graph_.values(z_));
    fill_noise(update, 2 * options_.batch, generator_graph_.values(generator_noise_));
  }

  // Real rows above, generated ones below, each with noise of its own.
  void fill_discriminator(std::size_t update, numeric::ThreadPool& pool) {
    const std::size_t batch = options_.batch;
    const MatrixView<float> x = discriminator_graph_.values(x_);
    const MatrixView<float> made = generator_graph_.values(made_), noise = generator_graph_.values(generator_noise_);
    for (std::size_t half = 0; half < 2; ++half) {
      const MatrixView<float> to = x.row_block(half * batch, batch);
      if (half == 0) draw_rows(data_, seed_, update, to, pool);
      fill_noise(update, half * batch, noise);  // the generator's has been used
      for (std::size_t i = 0; i < batch; ++i) {
        const float* from = half == 0 ? to.row(i).data() : made.row(i).data();
        for (std::size_t c = 0; c < to.columns(); ++c) to(i, c) = from[c] + noise(i, c);
      }
    }
  }

  // Row i: s e with s uniform in [0, noise], from streams first + i of this update.
  void fill_noise(std::size_t update, std::size_t first, MatrixView<float> out) const {
    const auto step = static_cast<std::uint32_t>(update);
    fill_normal_rows({seed_, Purpose::kCriticNoise, first, step}, out);
    for (std::size_t i = 0; i < out.rows(); ++i) {
      numeric::RandomStream stream(seed_, Purpose::kTrainingStep, first + i, step);
      const auto s = static_cast<float>(*options_.noise * stream.uniform());
      for (float& value : out.row(i)) value *= s;
    }
  }

  MatrixView<const float> data_;
  const GanOptions& options_;
  std::uint64_t seed_;
  Discriminator discriminator_values_;
  Player generator_, discriminator_;
  numeric::Buffer<float> unused_;
  autodiff::Graph<float> generator_graph_, discriminator_graph_;
  autodiff::Node z_, generator_noise_, made_, x_, discriminator_sign_;
};

}  // namespace

void GanOptions::validate() const {
  check_network("gan", *this);
  require_option("gan", "critic_rate", closed_range(1e-6, 1e6), discriminator_rate);
  require_option("gan", "noise", closed_range(0, 1e6), noise.value_or(0.0));
  require_option("gan", "ema_decay", closed_range(0, 0.999999999), ema_decay);
}

GanOptions GanOptions::resolved(std::size_t rows, std::size_t columns) const {
  GanOptions out = *this;
  if (latent == 0) out.latent = latent_columns(columns);
  if (!noise) out.noise = discriminator_noise(rows, columns);
  return out;
}

double discriminator_noise(std::size_t rows, std::size_t columns) {
  return std::min(2.0, 0.3 + 25.0 * static_cast<double>(columns) / static_cast<double>(rows));
}

std::vector<float> train_gan(GanGenerator& generator, numeric::MatrixView<const float> data, const GanOptions& options,
                             std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) {
  GanTrainer trainer(generator, data, options, seed);
  const nn::LearningRate rate{options.learning_rate, nn::Decay::linear, 0, options.updates};
  auto losses = run_updates("train gan", options.updates, observer,
                            [&](std::size_t update) { return trainer.update(update, rate.at(update), pool); });
  trainer.finish();
  return losses;
}

}  // namespace ballast::diffusion
