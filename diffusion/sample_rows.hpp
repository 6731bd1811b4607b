// sample_rows: makes the rows with given numbers, in parallel, and the same bits however they are asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "diffusion/process/noise_model.hpp"
#include "diffusion/process/noise_schedule.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"

namespace ballast::diffusion {

// 20 evaluations of DPM-Solver++(2M) make rows as good as 200 of DDIM or 800 of ancestral sampling do, which wants all
// steps: `sampler_quality` prints the curve (docs/decisions.md). DDIM turns a row of unit width by the angle between
// two stops and keeps its cosine: with the linear schedule, 50 evaluations cost 3.3 % of a column's width and 200 cost
// 0.8 %.
struct SamplingOptions {
  std::string sampler = "dpm++2m";
  std::size_t evaluations = 20;  // of the network for each row, at most; 0: a stop at each of the N steps
};

// Partial noising (SDEdit: Meng et al. 2022, section 3.2): a row starts not in pure noise at step N but as some real
// row that is noised part of the way, X_n = g(t_n) X_0 + b(t_n) Z, and is denoised from there. Small n copies the real
// row, n = N invents one. Which row of `rows` row k starts from is drawn by (seed, k).
struct StartingRows {
  numeric::MatrixView<const float> rows;  // none: pure noise at step N
  std::size_t step = 0;                   // n in 1 .. N, if there are rows
};

// Row i of out (rows.size() x D) is row number rows[i]: a function of (model, schedule, options, start, seed, rows[i]).
// Throws Stopped, Error on an unknown sampler. Threads: blocks are shared out on the pool; nothing is allocated per
// step.
void sample_rows(const NoiseModel& model, const NoiseSchedule& schedule, const SamplingOptions& options,
                 std::span<const std::uint64_t> rows, std::uint64_t seed, numeric::MatrixView<float> out,
                 numeric::ThreadPool& pool, Observer& observer, const StartingRows& start = {});

}  // namespace ballast::diffusion
