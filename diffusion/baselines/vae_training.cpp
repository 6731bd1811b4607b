#include "diffusion/baselines/vae_training.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "diffusion/baselines/rival_training.hpp"
#include "diffusion/baselines/vae_calibration.hpp"
#include "engine/numeric/random.hpp"
#include "nn/training/optimiser.hpp"

namespace ballast::diffusion {

namespace {

// The encoder: its output is [mu | log sigma^2].
struct Encoder {
  nn::Parameters<float> parameters;
  nn::Mlp<float> network;

  Encoder(const VaeOptions& options, std::size_t columns)
      : network(parameters, "encoder", {columns, 2 * options.latent, options.hidden, options.layers}) {}
};

// [mu | log sigma^2] of every row.
numeric::Matrix<float> encode(const Encoder& encoder, numeric::MatrixView<const float> data) {
  constexpr std::size_t kBlock = nn::MlpPredictor<float>::kRows;
  const auto network = encoder.network.predictor(encoder.parameters);
  numeric::Workspace scratch(network.scratch_bytes());
  numeric::Matrix<float> out(data.rows(), network.shape().out);
  for (std::size_t first = 0; first < data.rows(); first += kBlock) {
    const std::size_t count = std::min(kBlock, data.rows() - first);
    network.predict(data.row_block(first, count), out.view().row_block(first, count), scratch);
  }
  return out;
}

class VaeTrainer {
 public:
  VaeTrainer(VaeDecoder& decoder, numeric::MatrixView<const float> data, const VaeOptions& options, std::uint64_t seed)
      : data_(data),
        options_(options),
        seed_(seed),
        encoder_(options, data.columns()),
        decoder_(decoder),
        graph_(options.batch) {
    encoder_.parameters.allocate();
    encoder_.parameters.draw(seed + 1);  // the decoder's matrices have the same numbers
    decoder_.parameters.allocate();
    decoder_.parameters.draw(seed);
    encoder_optimiser_.emplace(encoder_.parameters.values(), nn::OptimiserConfig{.clip_norm = kClipNorm});
    decoder_optimiser_.emplace(decoder_.parameters.values(), nn::OptimiserConfig{.clip_norm = kClipNorm});
    record();
  }

  double update(std::size_t update, double rate, numeric::ThreadPool& pool) {
    fill(update, pool);
    graph_.forward_backward(pool);
    encoder_optimiser_->update(encoder_.parameters.values(), rate, pool);
    decoder_optimiser_->update(decoder_.parameters.values(), rate, pool);
    return graph_.loss();
  }

  // The averaged weights are the decoder's from now on, calibrated.
  void finish(numeric::ThreadPool& pool) {
    std::ranges::copy(decoder_optimiser_->ema(), decoder_.parameters.values().begin());
    std::ranges::copy(encoder_optimiser_->ema(), encoder_.parameters.values().begin());
    const numeric::Matrix<float> moments = encode(encoder_, data_);
    if (options_.refit_latent) refit_latent(moments.view(), decoder_);
    if (options_.match_widths) match_widths(data_, seed_, pool, decoder_);
  }

 private:
  void record() {
    x_ = graph_.input(data_.columns());
    noise_ = graph_.input(options_.latent);
    const auto beta = graph_.input(1);
    const auto weight = static_cast<float>(options_.kl_weight);
    for (std::size_t i = 0; i < options_.batch; ++i) graph_.values(beta)(i, 0) = weight;
    const auto moments = encoder_.network.record(graph_, encoder_.parameters, encoder_optimiser_->gradients(), x_);
    const auto z = graph_.reparametrise(moments, noise_);
    const std::span<float> gradients = decoder_optimiser_->gradients();
    const auto mean = decoder_.network.record(graph_, decoder_.parameters, gradients, z);
    graph_.kl_divergence(moments, beta);
    graph_.gaussian_nll(mean, decoder_.parameters.parameter(decoder_.log_width, gradients), x_);
  }

  void fill(std::size_t update, numeric::ThreadPool& pool) {
    draw_rows(data_, seed_, update, graph_.values(x_), pool);
    fill_normal_rows({seed_, numeric::Purpose::kLatentNoise, 0, static_cast<std::uint32_t>(update)},
                     graph_.values(noise_));
  }

  static constexpr double kClipNorm = 5.0;

  numeric::MatrixView<const float> data_;
  const VaeOptions& options_;
  std::uint64_t seed_;
  Encoder encoder_;
  VaeDecoder& decoder_;
  std::optional<nn::Optimiser<float>> encoder_optimiser_, decoder_optimiser_;
  autodiff::Graph<float> graph_;
  autodiff::Node x_, noise_;
};

}  // namespace

void VaeOptions::validate() const {
  check_network("vae", *this);
  require_option("vae", "kl_weight", closed_range(0, 1e6), kl_weight);
}

VaeOptions VaeOptions::resolved(std::size_t rows, std::size_t columns) const {
  VaeOptions out = *this;
  if (latent == 0) out.latent = latent_columns(columns);
  if (kl_weight == 0) out.kl_weight = kl_weight_for(rows, columns);
  return out;
}

double kl_weight_for(std::size_t rows, std::size_t columns) {
  return std::min(2.0, 1.0 + 15.0 * static_cast<double>(columns) / static_cast<double>(rows));
}

VaeDecoder::VaeDecoder(const VaeOptions& options, std::size_t columns)
    : network(parameters, "decoder", {options.latent, columns, options.hidden, options.layers}),
      log_width(parameters.declare("log_width", 1, columns)) {}

std::vector<float> VaeDecoder::widths() const {
  std::vector<float> out;
  for (const float s : parameters.matrix(log_width).row(0)) out.push_back(std::exp(s));
  return out;
}

std::vector<float> train_vae(VaeDecoder& decoder, numeric::MatrixView<const float> data, const VaeOptions& options,
                             std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) {
  VaeTrainer trainer(decoder, data, options, seed);
  const nn::LearningRate rate{options.learning_rate, nn::Decay::linear, 0, options.updates};
  auto losses = run_updates("train vae", options.updates, observer,
                            [&](std::size_t update) { return trainer.update(update, rate.at(update), pool); });
  trainer.finish(pool);
  return losses;
}

}  // namespace ballast::diffusion
