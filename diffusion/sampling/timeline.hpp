// Timelines: the same points seen at several noise levels, on their way into noise and on their way back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "diffusion/process/noise_model.hpp"
#include "diffusion/process/noise_schedule.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"

namespace ballast::diffusion {

struct Snapshot {
  std::size_t n = 0;              // label: 0 is clean, N is noise
  double t = 0;                   // t_n
  numeric::Matrix<float> points;  // rows x D
};

// `count` different labels from 0 to N, ascending, at even steps of the noise b(t): most of what can be seen happens
// while little noise is left. Requires: count >= 2, N >= count - 1.
std::vector<std::size_t> timeline_labels(const NoiseSchedule& schedule, std::size_t count);

// The forward recursion X_n = g(dt_n) X_{n-1} + b(dt_n) Z_n on `points`, seen at the labels (ascending).
// Row k's noise is a function of (seed, k, n) alone.
std::vector<Snapshot> noising_timeline(numeric::MatrixView<const float> points, const NoiseSchedule& schedule,
                                       const std::vector<std::size_t>& labels, std::uint64_t seed);

struct Denoising {
  numeric::Matrix<float> points;    // all rows, clean
  std::vector<Snapshot> snapshots;  // of the first `watched` rows, in the order of the labels
};

// Samples `rows` rows by all N steps of the schedule, watching the first `watched` at the labels (ascending).
// Throws Error on an unknown sampler, Stopped. Same bits at any number of threads.
Denoising denoising_timeline(const NoiseModel& model, const NoiseSchedule& schedule, std::string_view sampler,
                             std::size_t rows, std::size_t watched, const std::vector<std::size_t>& labels,
                             std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::diffusion
