// Learns the network over codes so that what comes out says little of any one row (Abadi et al. 2016, "Deep learning
// with differential privacy", algorithm 1):
//
//   each step   draws every row with probability q, on its own
//   each row    hides cells of its own, drawn for (row, step) alone; its gradient is cut to the length C
//   the sum     gets normal noise of standard deviation sigma C in each element; Adam sees only that
//
//   g = (sum_i g_i min(1, C / |g_i|) + sigma C z) / (q n)
//
// No row is set aside and nothing is measured on the way: a loss that is looked at is a release. The number of steps is
// fixed, and the last moving average is what is kept. What the codes of a number learn together (nn/shared_curves.hpp)
// is computed from the noised gradient, so it costs nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "diffusion/codes/table_codes.hpp"
#include "diffusion/masked/masked_options.hpp"
#include "diffusion/privacy/noise_keys.hpp"
#include "diffusion/privacy/privacy_spent.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "nn/code_network.hpp"

namespace ballast::diffusion {

// The rate at which steps draw rows so that a batch has about so many of `rows`: a multiple of 2^-24, as is what the
// draws are compared with, so that the rate is exact.
double sample_rate(std::size_t batch, std::size_t rows);
// The rows drawn in a step, ascending. `out` is overwritten.
void draw_rows(std::uint64_t key, std::size_t step, double rate, std::size_t rows, std::vector<std::uint32_t>& out);

// Trains `network`, whose parameters become the last average. rows: no hidden cells. options: resolved. spent: has
// about_rows, sample_rate, steps and gradient_sigma. Throws Stopped when the observer says so, Error if the average is
// not finite. Threads: same bits at any number, unless the noise is secret.
void train_privately(nn::CodeNetwork<float>& network, const CodeRows& rows, std::span<const double> rank,
                     const MaskedOptions& options, const PrivacySpent& spent, NoiseKeys& keys,
                     numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::diffusion
