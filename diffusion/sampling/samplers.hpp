// Samplers: from noise back to rows. One function each, all with one convention:
//
//   - stops are labels in 1 .. N, strictly descending; after the last one comes label 0, clean data;
//   - on entry block.x holds standard normal noise, on exit the rows;
//   - a step goes from t_n to t_m, the time of the next stop: it may skip labels;
//   - fresh noise for row k at step n is a stream of its own, so row k is a function of (model, seed, k) alone.
//
// To add one, write one function and name it in the table of samplers.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diffusion/process/noise_model.hpp"
#include "diffusion/process/noise_schedule.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::diffusion {

// A block of rows on their way back, and the memory they need. Matrices are B x D.
struct SamplingBlock {
  numeric::MatrixView<float> x;         // the rows
  numeric::MatrixView<float> eps;       // what the model says
  numeric::MatrixView<float> z;         // fresh noise, or what the model said before
  numeric::Workspace& scratch;          // the model's
  std::span<const std::uint64_t> rows;  // B row numbers k: the addresses of the noise
  std::uint64_t seed = 0;
};

using Sampler = void (*)(const NoiseModel& model, const NoiseSchedule& schedule, std::span<const std::size_t> stops,
                         SamplingBlock& block);

// Ancestral sampling: draws X_m from its posterior given X_n, with eps_theta in the place of the noise
// (arXiv 2412.10948, sampling algorithm; Ho et al. 2020, algorithm 2). sigma = b(dt) b(t_m) / b(t_n), and no noise in
// the last step. The reference code of the paper labels steps 0 .. N-1 here and 1 .. N in training, takes b(t_n) /
// b(t_n + dt), and adds noise at the end; a test shows what that costs.
void sample_ancestral(const NoiseModel& model, const NoiseSchedule& schedule, std::span<const std::size_t> stops,
                      SamplingBlock& block);

// DDIM with eta = 0 (Song, Meng, Ermon 2021, eq. 12): keeps the noise it has found instead of drawing new,
// x_m = g(t_m) x_0(x_n, eps) + b(t_m) eps. First order in dt, so it does with far fewer steps.
void sample_ddim(const NoiseModel& model, const NoiseSchedule& schedule, std::span<const std::size_t> stops,
                 SamplingBlock& block);

// Heun's method on the same equation (Karras et al. 2022, algorithm 1). In y = x / g and s = b / g the probability flow
// is dy / ds = eps, so a DDIM step is Euler's; this one looks at the noise where that lands and goes by the mean of the
// two. Second order; two evaluations a step, but one in the last, which ends where there is no noise to look at.
void sample_heun(const NoiseModel& model, const NoiseSchedule& schedule, std::span<const std::size_t> stops,
                 SamplingBlock& block);

// DPM-Solver++(2M) (Lu et al. 2022b, algorithm 2): the flow in l = log(g / b), with the clean row x_0(x_n, eps) carried
// on along the line through the last two stops,
//   x_m = b(t_m) / b(t_n) x_n + g(t_m) (1 - exp(-h)) ( x_0 + h / (2 h_before) (x_0 - x_0 before) ),   h = l_m - l_n
// Second order for one evaluation a step. The first step and the last, where l is infinite, are of first order.
void sample_dpm_solver_2m(const NoiseModel& model, const NoiseSchedule& schedule, std::span<const std::size_t> stops,
                          SamplingBlock& block);

// By name. Throws Error with the nearest name.
Sampler make_sampler(std::string_view name);
// What make_sampler knows.
std::vector<std::string> sampler_names();

// The stops of a sampler that starts at step `from` and may evaluate the network `evaluations` times for each row
// (0: it stops at every step): spread by labels for the samplers of first order, by log(g / b) for those of second,
// which is where each errs least (docs/decisions.md). Throws as make_sampler.
std::vector<std::size_t> sampler_stops(std::string_view name, const NoiseSchedule& schedule, std::size_t from,
                                       std::size_t evaluations);
// The evaluations for each row that so many stops take.
std::size_t evaluations_of(std::string_view name, std::size_t stops);

// Row i of out = the stream {seed, purpose, rows[i], step}.
void fill_noise(std::uint64_t seed, numeric::Purpose purpose, std::uint32_t step, std::span<const std::uint64_t> rows,
                numeric::MatrixView<float> out);

}  // namespace ballast::diffusion
