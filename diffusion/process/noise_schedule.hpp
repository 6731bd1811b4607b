// The noise schedule: the times t_0 = 0 < t_1 < ... < t_N at which the forward process is looked at.
//
// The process is the Ornstein-Uhlenbeck equation dX = -X dt + sqrt(2) dB, whose solution is X_t = g(t) X_0 + b(t) Z
// with g(t) = exp(-t) and b(t) = sqrt(1 - exp(-2t)) (arXiv 2412.10948, section 2). A step dt adds noise of variance
// var = b(dt)^2, so the variances of DDPM (Ho et al. 2020) are a schedule in OU time: dt = -1/2 ln(1 - var).
//
// Labels count from 1 as in the paper: step n leads from t_{n-1} to t_n, label 0 is clean data, N is (nearly) noise.
// All in double; float comes in with the network.
#pragma once

#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace ballast::diffusion {

// What is left of the data after time t. g(t)^2 + b(t)^2 = 1.
inline double g(double t) {
  return std::exp(-t);
}

// The standard deviation of the noise after time t; expm1 keeps all digits at small t.
inline double b(double t) {
  return std::sqrt(-std::expm1(-2.0 * t));
}

// The logarithm of g / b, half that of the signal-to-noise ratio; falls from infinity at t = 0.
inline double log_signal_to_noise(double t) {
  return -t - 0.5 * std::log(-std::expm1(-2.0 * t));
}

// The time step that adds noise of variance `variance`: the inverse of b(dt)^2.
inline double step_of_variance(double variance) {
  return -0.5 * std::log1p(-variance);
}

class NoiseSchedule {
 public:
  NoiseSchedule() = default;
  // The schedule whose step n adds variances[n - 1]. Throws Error unless there are 1 .. 100000 of them, all in (0, 1).
  explicit NoiseSchedule(std::span<const double> variances);

  std::size_t steps() const { return t_.size() - 1; }                               // N
  double t(std::size_t n) const { return assert(n <= steps()), t_[n]; }             // n in 0 .. N
  double dt(std::size_t n) const { return assert(n > 0 && n <= steps()), dt_[n]; }  // n in 1 .. N
  double end() const { return t_.back(); }                                          // T = t_N

 private:
  std::vector<double> t_{0.0}, dt_{0.0};
};

// Step variances on a line from 1e-4 to 0.02 (Ho et al. 2020; the paper's "logarithmic discretisation").
// N = 800 ends at T = 4.047 (the fraud model), N = 200 at T = 1.012 (the toys).
NoiseSchedule linear_schedule(std::size_t steps, double first_variance = 1e-4, double last_variance = 0.02);

// g(t_n)^2 follows cos^2 (Nichol and Dhariwal 2021, eq. 17): fewer steps are spent on rows that are noise already.
NoiseSchedule cosine_schedule(std::size_t steps);

// "linear" or "cosine", by name. Throws Error with the nearest name.
NoiseSchedule make_schedule(std::string_view name, std::size_t steps);

// How the stops of a sampler are spread: evenly by their labels, or by log(g / b) at their times.
enum class Spacing : std::uint8_t { labels, log_signal_to_noise };

// `count` labels out of 1 .. from, strictly descending from `from` to 1 (from alone if count is 1), as evenly spaced as
// whole labels allow: the stops of a sampler that uses fewer steps than the model was trained with. count >= from gives
// all. Requires 1 <= from <= N and a count of at least 1.
std::vector<std::size_t> respaced_steps(const NoiseSchedule& schedule, std::size_t from, std::size_t count,
                                        Spacing spacing = Spacing::labels);

}  // namespace ballast::diffusion
