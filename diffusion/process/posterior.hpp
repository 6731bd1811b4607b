// One step back in time: the law of X_m given X_n (a later time, t_m < t_n) and X_0, and the ways to write its mean
// (arXiv 2412.10948, section 3; Ho et al. 2020, eqs. 6 and 7). With dt = t_n - t_m it is N(mu, sigma^2 I),
//
//   mu    = ( g(dt) b^2(t_m) x_n + g(t_m) b^2(dt) x_0 ) / b^2(t_n)
//   sigma = b(dt) b(t_m) / b(t_n)
//
// x_0 is not known when sampling. Three ways to have a network stand in for it are in the paper: predict mu, predict
// x_0, or predict the noise eps = (x_n - g(t_n) x_0) / b(t_n), which the paper settles on. All functions are scalar and
// apply to each coordinate; t_m and t_n need not be neighbours, which is what lets a sampler skip steps.
#pragma once

#include <cassert>

#include "diffusion/process/noise_schedule.hpp"

namespace ballast::diffusion {

// sigma of X_m | X_n, X_0. Zero at t_m = 0: the last step adds no noise.
inline double posterior_sigma(double t_m, double t_n) {
  assert(0.0 <= t_m && t_m < t_n);
  return b(t_n - t_m) * b(t_m) / b(t_n);
}

// mu from x_0 ("method 2").
inline double posterior_mean(double x_n, double x_0, double t_m, double t_n) {
  const double dt = t_n - t_m;
  return (g(dt) * b(t_m) * b(t_m) * x_n + g(t_m) * b(dt) * b(dt) * x_0) / (b(t_n) * b(t_n));
}

// mu from the noise ("method 3"): (x_n - b^2(dt) / b(t_n) eps) / g(dt).
inline double posterior_mean_from_noise(double x_n, double eps, double t_m, double t_n) {
  const double dt = t_n - t_m;
  return (x_n - b(dt) * b(dt) / b(t_n) * eps) / g(dt);
}

// The noise and the clean row are two names of one thing once x_n is known.
inline double noise_from_data(double x_n, double x_0, double t_n) {
  return (x_n - g(t_n) * x_0) / b(t_n);
}
inline double data_from_noise(double x_n, double eps, double t_n) {
  return (x_n - b(t_n) * eps) / g(t_n);
}

}  // namespace ballast::diffusion
