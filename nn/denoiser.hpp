// Denoisers: networks that look at noisy rows x (B x D) and a diffusion step, and predict what was mixed in (B x D).
//
// Two of them, under one interface:
//   residual_gelu   the paper's (Le 2024, arXiv 2412.10948, section on fraud data): [raw columns | sinusoidal embedding
//                   of chosen columns | sinusoidal embedding of the step] -> H GELU -> residual H GELU ... -> D, and
//                   the input is added to the output. D = 29, one embedded column: 56,733 parameters.
//   plain_silu      L hidden layers of H SiLU units; the embedded step enters the first layer through its own weights:
//                   h = silu(x W_in + emb(step) W_step + b), then L - 1 times h = silu(h W + b), then h W_out + b.
//
// A Denoiser holds one set of parameters. Training state (gradients, Adam, EMA) lives in nn/trainer.hpp.
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
#include "engine/numeric/workspace.hpp"
#include "nn/parameters.hpp"

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

  // The prediction for rows x at one shared step; out has the shape of x and may be x.
  // Row k takes slot k mod 64 of a padded block, and its bits depend on that slot and on its own values alone: cut a
  // longer run of rows at multiples of 64. Requires: scratch_bytes() free bytes in `scratch`, one for each thread.
  // Threads: any number at once. Does not allocate.
  void predict(numeric::MatrixView<const T> x, std::size_t step, numeric::MatrixView<T> out,
               numeric::Workspace& scratch) const;
  std::size_t scratch_bytes() const;

  // Configuration and parameters.
  void save(files::ArchiveWriter out) const;

 protected:
  // The parts that differ. All activations of a block of 64 rows are at most `widest` columns wide.
  Denoiser(DenoiserConfig config, std::size_t widest);

  // emb(step) W_step + b: what the step adds to the first layer, the same for all rows at that step.
  virtual void project_step(std::size_t step, std::span<T> out) const = 0;
  // predict for exactly numeric::kRowBlock rows.
  virtual void predict_block(numeric::MatrixView<const T> x, std::span<const T> projected_step,
                             numeric::MatrixView<T> out, numeric::Workspace& scratch) const = 0;

  DenoiserConfig config_;
  Parameters<T> parameters_;
  numeric::Matrix<T> step_table_;  // (T + 1) x embedding
  std::size_t widest_;
};

// A denoiser with parameters drawn from the seed: he_bound for layers with an activation, lecun_bound for the output
// layer, biases zero. Throws Error on an impossible configuration.
template <class T>
std::unique_ptr<Denoiser<T>> make_denoiser(const DenoiserConfig& config, std::uint64_t seed);

// Throws Error on anything that save did not write.
template <class T>
std::unique_ptr<Denoiser<T>> load_denoiser(const files::ArchiveReader& in);

}  // namespace ballast::nn
