// The forward process: a row dissolves into noise (arXiv 2412.10948, section 2).
//
//   one step     X_{n+1} = g(dt_{n+1}) X_n + b(dt_{n+1}) Z_{n+1}
//   closed form  X_n     = g(t_n) X_0 + b(t_n) eps_n
//
// The two agree exactly when eps_n is what the recursion makes of the Z (accumulated_noise), because
// g(dt)^2 b(t)^2 + b(dt)^2 = b(t + dt)^2. Rows are spans of D coordinates; in and out may be the same span.
#pragma once

#include <cstddef>
#include <span>

#include "diffusion/process/noise_schedule.hpp"

namespace ballast::diffusion {

// X_n from X_{n-1} and fresh noise; Real is float or double.
template <class Real>
void forward_step(std::span<const Real> x, std::span<const Real> z, double dt, std::span<Real> out) {
  const Real keep = static_cast<Real>(g(dt)), add = static_cast<Real>(b(dt));
  for (std::size_t d = 0; d < out.size(); ++d) out[d] = std::fma(keep, x[d], add * z[d]);
}

// X_n from X_0 and the noise eps_n in one go: the same formula over the time t_n.
template <class Real>
void forward_closed_form(std::span<const Real> x_0, std::span<const Real> eps, double t_n, std::span<Real> out) {
  forward_step(x_0, eps, t_n, out);
}

// eps_n of the closed form from eps_{n-1} (at time t) and Z_n: ( g(dt) b(t) eps_{n-1} + b(dt) Z_n ) / b(t + dt).
// Standard normal again if both are. This is the regression target when a whole trajectory is simulated.
template <class Real>
void accumulated_noise(std::span<const Real> eps, std::span<const Real> z, double t, double dt, std::span<Real> out) {
  const Real keep = static_cast<Real>(g(dt) * b(t) / b(t + dt)), add = static_cast<Real>(b(dt) / b(t + dt));
  for (std::size_t d = 0; d < out.size(); ++d) out[d] = std::fma(keep, eps[d], add * z[d]);
}

}  // namespace ballast::diffusion
