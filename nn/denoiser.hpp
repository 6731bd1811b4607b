// Denoisers: networks that look at noisy rows x (B x D) and a diffusion step, and predict what was mixed in (B x D).
//
// Two of them, under one interface:
//   residual_gelu   the paper's (Le 2024, arXiv 2412.10948, section on fraud data): [raw columns | sinusoidal embedding
//                   of chosen columns | sinusoidal embedding of the step] -> H GELU -> residual H GELU ... -> D, and
//                   the input is added to the output. D = 29, one embedded column: 56,733 parameters.
//   plain_silu      L hidden layers of H SiLU units; the embedded step enters the first layer through its own weights:
//                   h = silu(x W_in + emb(step) W_step + b), then L - 1 times h = silu(h W + b), then h W_out + b.
//
// A Denoiser holds one set of parameters. Training state (gradients, Adam, EMA) lives in nn/training/trainer.hpp, and a
// Predictor (nn/predictor.hpp) predicts with frozen parameters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "autodiff/graph.hpp"
#include "engine/files/archive.hpp"
#include "engine/numeric/matrix.hpp"
#include "nn/parameters.hpp"
#include "nn/predictor.hpp"

namespace ballast::nn {

enum class DenoiserKind : std::uint8_t { residual_gelu, plain_silu };

struct DenoiserConfig {
  DenoiserKind kind = DenoiserKind::residual_gelu;
  std::size_t columns = 0;      // D
  std::size_t steps = 0;        // T: a step is a number in 0 .. T, both included
  std::size_t hidden = 128;     // H
  std::size_t layers = 2;       // L hidden layers; of residual_gelu, the first plain and the others residual
  std::size_t embedding = 128;  // even: dimensions of each sinusoidal embedding
  // residual_gelu only: columns that enter as embeddings of column_scale * value in place of their raw value.
  std::vector<std::size_t> embedded_columns = {};
  double column_scale = 25;

  bool operator==(const DenoiserConfig&) const = default;
};

template <class T>
class Denoiser {
 public:
  virtual ~Denoiser() = default;

  const DenoiserConfig& config() const noexcept { return config_; }
  Parameters<T>& parameters() noexcept { return parameters_; }
  const Parameters<T>& parameters() const noexcept { return parameters_; }
  // Same configuration, other parameters; `values` in the order of parameters().
  std::unique_ptr<Denoiser> with_parameters(std::span<const T> values) const;

  // Records the network on x (rows x D) at step[i] for row i; parameter gradients go to `gradients`, which is laid out
  // like parameters().values(). The denoiser and `gradients` outlive the graph and must not move.
  virtual autodiff::Node record(autodiff::Graph<T>& graph, autodiff::Node x, autodiff::Index step,
                                std::span<T> gradients) const = 0;

  // Packs the weights as they are now. The denoiser outlives the predictor and must not change under it.
  virtual std::unique_ptr<Predictor<T>> predictor() const = 0;

  // Configuration and parameters.
  void save(files::ArchiveWriter out) const;

 protected:
  // `like`, if there is one, lends its table of steps where that is the same.
  Denoiser(DenoiserConfig config, const Denoiser* like);

  DenoiserConfig config_;
  Parameters<T> parameters_;
  std::shared_ptr<const numeric::Matrix<T>> step_table_;  // (T + 1) x embedding
};

// A denoiser with parameters drawn from the seed: he_bound for layers with an activation, lecun_bound for the output
// layer, biases zero. Throws Error on an impossible configuration.
template <class T>
std::unique_ptr<Denoiser<T>> make_denoiser(const DenoiserConfig& config, std::uint64_t seed);

// `like`: one of the same file, to share what no file holds. Throws Error on anything that save did not write.
template <class T>
std::unique_ptr<Denoiser<T>> load_denoiser(const files::ArchiveReader& in, const Denoiser<T>* like = nullptr);

}  // namespace ballast::nn
