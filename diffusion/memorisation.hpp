// The ruler of memorisation: how far a model lies, at each noise level, between "smooth" and "copy".
//
//   smooth  eps_smooth  the Gaussian with the training rows' mean and covariance (gaussian_score.hpp)
//   copy    eps_copy    the training rows and nothing else (exact_score.hpp): a sampler driven by it returns them
//   copied  s(n) = argmin_s E |eps(X_n, n) - (1 - s) eps_smooth - s eps_copy|^2,   X_n noised from training rows
//
// s is 0 for the one and 1 for the other, and least squares give it in closed form: the model's step away from smooth,
// measured along the line to copy. s near 1 alone is no verdict: where rows lie closer to each other than the noise
// reaches, copy is also the truth, and a good model must be there. Copying is s near 1 at levels where the model does
// better on the rows it learned from than on rows it has never seen, so that gap stands beside s:
//
//   gap(n)        error on held-out rows - error on training rows (level_error.hpp)
//   gap share     gap / error on held-out rows: 0 for a model that treats both alike, near 1 for one that has the
//                 training rows by heart
//
// Levels where smooth and copy say the same (much noise: both answer with the mean) have no line to measure along;
// `apart` says how far the two are from each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "diffusion/process/noise_model.hpp"
#include "diffusion/process/noise_schedule.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::diffusion {

struct MemorisationOptions {
  std::size_t levels = 8;  // times in even ratios from t_1 to T; fewer where the schedule has fewer
  std::size_t rows = 512;  // of each set that are looked at, at most: the first ones
};

struct SetErrors {
  double train = 0.0, held_out = 0.0;  // mean squared error of the noise
  double gap() const { return held_out - train; }
  double gap_share() const { return gap() / held_out; }
};

struct MemorisationLevel {
  std::size_t n = 0;
  double t = 0.0;
  double copied = 0.0;  // s(n); NaN where apart is 0
  double apart = 0.0;   // E |eps_copy - eps_smooth|^2 / D over noised training rows
  SetErrors model, smooth, copy;
  // Whether `copied` means anything: below, a hundredth of the noise in the model's answer moves it at will.
  bool has_line() const { return apart >= 0.01; }
};

// train: the N x D rows that the model learned, all of which make up smooth and copy; held_out: M x D others. Both in
// the model's space, at least one row each.
// Threads: levels are shared out on the pool; same bits at any number. Cost: 2 x rows x levels evaluations of the model
// and of the oracle (N D each).
std::vector<MemorisationLevel> measure_memorisation(const NoiseModel& model, const NoiseSchedule& schedule,
                                                    numeric::MatrixView<const float> train,
                                                    numeric::MatrixView<const float> held_out,
                                                    const MemorisationOptions& options, std::uint64_t seed,
                                                    numeric::ThreadPool& pool);

}  // namespace ballast::diffusion
