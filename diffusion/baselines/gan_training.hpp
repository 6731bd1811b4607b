// Trains a generative adversarial network (Goodfellow et al. 2014): a generator G turns noise z into rows, a
// discriminator D tells generated rows from real ones, and each learns from the other's mistakes, in turn:
//
//   D minimises  mean softplus(-D(x + s e)) + mean softplus(D(G(z) + s e))     over as many real as generated rows
//   G minimises  mean softplus(-D(G(z) + s e))                                 (the non-saturating form)
//
// What makes it train on a few hundred rows, and what fails without it (docs/decisions.md has the figures):
//   noise at D             real and generated rows get the same normal noise e before the discriminator sees them, so
//                          that it cannot know the real ones by heart and its slope stays small: to first order a
//                          penalty on the squared gradient of D (Arjovsky & Bottou 2017; Roth et al. 2017), which would
//                          need second derivatives. s is drawn for each row, uniform in [0, noise]: the levels of
//                          Diffusion-GAN (Wang et al. 2022).
//   two learning rates     the discriminator's is the higher (Heusel et al. 2017).
//   averaged generator     what samples is a moving average of G's weights (Yazici et al. 2019): little.
//
// In files, and in their option names, G is "maker" and D "critic", as they were first called.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "nn/mlp.hpp"

namespace ballast::diffusion {

// The defaults are measured on the 394 frauds of a training part and on two-moons (docs/decisions.md).
struct GanOptions {
  std::size_t latent = 0;                // columns of z; 0: latent_columns(D)
  std::size_t hidden = 128, layers = 2;  // of generator and discriminator each
  std::size_t batch = 128;               // real rows, and as many generated ones
  std::size_t updates = 6000;            // of the discriminator and of the generator
  double learning_rate = 5e-4;           // of the generator, at its peak; falls to zero
  double discriminator_rate = 2.0;       // the discriminator's, over the generator's
  std::optional<double> noise;  // most standard deviations at the discriminator; default: discriminator_noise(N, D)
  double ema_decay = 0.999;

  // Throws Error naming the first option out of range.
  void validate() const;
  // With what is left to the data chosen for `rows` rows of `columns` columns.
  GanOptions resolved(std::size_t rows, std::size_t columns) const;
};

// 0.3 + 25 D / N, at most 2: the fewer rows there are for each column, the more of them the discriminator learns by
// heart if it is let; where rows abound, much noise would hide the fine shape.
double discriminator_noise(std::size_t rows, std::size_t columns);

// What samples: the generator.
struct GanGenerator {
  nn::Parameters<float> parameters;
  nn::Mlp<float> network;

  // Declares, and does not allocate. Requires: resolved options.
  GanGenerator(const GanOptions& options, std::size_t columns)
      : network(parameters, "maker", {options.latent, columns, options.hidden, options.layers}) {}
};

// Trains on data (N x D), with resolved options. Fills `generator`, made for these options and D columns, with the
// averaged weights, and returns the discriminator's loss: means over some updates each, in order; 2 log 2 = 1.39 where
// it cannot tell generated from real rows. Throws Stopped, Error if the loss becomes infinite or NaN. Threads: same
// bits at any number. No allocation per update after the first.
std::vector<float> train_gan(GanGenerator& generator, numeric::MatrixView<const float> data, const GanOptions& options,
                             std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::diffusion
