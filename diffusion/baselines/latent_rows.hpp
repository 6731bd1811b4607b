// Rows out of noise in one go, as the VAE and the GAN make them: x_k = network(z_k) + width e_k, with z_k and e_k
// normal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "nn/mlp.hpp"

namespace ballast::diffusion {

// Rows first .. first + count - 1 (count x D): row k is a function of (network, widths, seed, k). widths: one per
// column, or none for no noise on top. Throws Stopped. Threads: blocks of rows on the pool; same bits at any number.
numeric::Matrix<float> latent_rows(const nn::MlpPredictor<float>& network, std::span<const float> widths,
                                   std::uint64_t first, std::size_t count, std::uint64_t seed,
                                   numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::diffusion
