// What a trained decoder needs before its rows are as wide as the real ones. On a few hundred rows the encoder learns
// many by heart: the z it tells are not N(0, 1) together, and the decoder's widths, learned on what the encoder lets
// through, are too small.
#pragma once

#include <cstdint>

#include "diffusion/baselines/vae_training.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::diffusion {

// Makes z ~ N(0, 1) stand for z ~ N(m, S) in the decoder, where m and S are the mean and covariance of z over all rows:
// the density of z is fitted after training (Ghosh, Sajjadi, Vergari, Black, Schoelkopf 2020, section 4). With
// S = L L^T and z = m + e L^T, z W + b = e (L^T W) + (m W + b), so the decoder's first layer takes it.
// moments: [mu | log sigma^2] of every row.
void refit_latent(numeric::MatrixView<const float> moments, VaeDecoder& decoder);

// Gives each column the width that its decoded means lack of the column's variance in `data`, unless what was learned
// is wider: exp(2 s_j) = var(x_j) - var(m_j), over 4,096 draws of z.
void match_widths(numeric::MatrixView<const float> data, std::uint64_t seed, numeric::ThreadPool& pool,
                  VaeDecoder& decoder);

}  // namespace ballast::diffusion
