// One step back in time: the law of X_m given X_n (a later time, t_m < t_n) and X_0, and the ways to write its mean
// (arXiv 2412.10948, section 3; Ho et al. 2020, eqs. 6 and 7). With dt = t_n - t_m it is N(mu, sigma^2 I),
//
//   mu    = ( g(dt) b^2(t_m) x_n + g(t_m) b^2(dt) x_0 ) / b^2(t_n)
//   sigma = b(dt) b(t_m) / b(t_n)
//
// x_0 is not known when sampling. Three ways to have a network stand in for it are in the paper: predict mu, predict
// x_0, or predict the noise eps = (x_n - g(t_n) x_0) / b(t_n), which the paper settles on. Every step is linear in what
// it is made from, the same for each coordinate, so a step is its coefficients: the samplers apply them to whole blocks
// of rows, and the tests to numbers. t_m and t_n need not be neighbours, which is what lets a sampler skip steps.
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

// x_m = x x_n + eps eps_theta + z times fresh noise.
struct Step {
  double x, eps, z;

  double operator()(double x_n, double noise) const { return x * x_n + eps * noise; }  // without fresh noise
};

// A draw from the posterior, with mu from the noise ("method 3"): mu = (x_n - b^2(dt) / b(t_n) eps) / g(dt).
inline Step ancestral_step(double t_m, double t_n) {
  const double dt = t_n - t_m;
  return {1.0 / g(dt), -b(dt) * b(dt) / (b(t_n) * g(dt)), posterior_sigma(t_m, t_n)};
}

// The noise that was found is kept: x_m = g(t_m) x_0 + b(t_m) eps at x_0 = (x_n - b(t_n) eps) / g(t_n).
// (Song, Meng, Ermon 2021, eq. 12, eta = 0.)
inline Step ddim_step(double t_m, double t_n) {
  const double keep = g(t_m) / g(t_n);
  return {keep, b(t_m) - keep * b(t_n), 0.0};
}

// The noise and the clean row are two names of one thing once x_n is known. The clean row as a step to time 0:
inline Step data_from_noise(double t_n) {
  return {1.0 / g(t_n), -b(t_n) / g(t_n), 0.0};
}
inline double noise_from_data(double x_n, double x_0, double t_n) {
  return (x_n - g(t_n) * x_0) / b(t_n);
}

}  // namespace ballast::diffusion
