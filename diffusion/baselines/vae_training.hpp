// Trains a variational autoencoder (Kingma & Welling 2014, "Auto-Encoding Variational Bayes"): an encoder tells a
// normal law of z for each row, a decoder a normal law of the row for each z, and both lower
//
//   L = mean over rows of  -log p(x | z)  +  beta KL(q(z | x) || N(0, 1)),   z = mu(x) + sigma(x) noise.
//
// As in TVAE (Xu et al. 2019) the decoder's widths are learned, one per column: they weigh the two terms against each
// other without a knob, and are the noise of a sampled row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "nn/mlp.hpp"

namespace ballast::diffusion {

// The defaults are measured on the 394 frauds of a training part (docs/decisions.md).
struct VaeOptions {
  std::size_t latent = 0;               // columns of z; 0: latent_columns(D)
  std::size_t hidden = 64, layers = 2;  // of encoder and decoder each
  std::size_t batch = 128, updates = 8000;
  double learning_rate = 1e-3;  // its peak; falls to zero
  double kl_weight = 0.0;       // beta (Higgins et al. 2017); 0: kl_weight_for(N, D)
  // After training (vae_calibration.hpp).
  bool refit_latent = true, match_widths = true;

  // Throws Error naming the first option out of range.
  void validate() const;
  // With what is left to the data chosen for `rows` rows of `columns` columns.
  VaeOptions resolved(std::size_t rows, std::size_t columns) const;
};

// 1, which is the bound itself, plus 15 D / N, at most 2: the fewer rows there are for each column, the more of them
// the encoder learns by heart if it is let.
double kl_weight_for(std::size_t rows, std::size_t columns);

// What samples: the decoder's network, and the logarithms of its widths.
struct VaeDecoder {
  nn::Parameters<float> parameters;
  nn::Mlp<float> network;
  std::size_t log_width = 0;  // number of the parameter, 1 x D

  // Declares, and does not allocate. Requires: resolved options.
  VaeDecoder(const VaeOptions& options, std::size_t columns);
  std::vector<float> widths() const;
};

// Trains on data (N x D), with resolved options. Fills `decoder`, made for these options and D columns, with the
// averaged weights, and returns the loss: means over some updates each, in order. Throws Stopped, Error if the loss
// becomes infinite or NaN. Threads: same bits at any number. No allocation per update after the first.
std::vector<float> train_vae(VaeDecoder& decoder, numeric::MatrixView<const float> data, const VaeOptions& options,
                             std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::diffusion
