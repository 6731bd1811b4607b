#include "diffusion/process/parametrisation.hpp"

#include <array>
#include <string>

#include "engine/error.hpp"

namespace ballast::diffusion {

namespace {

constexpr std::array<std::string_view, 4> kNames{"noise", "v", "data", "mean"};  // in the order of the enumeration

}  // namespace

std::string_view to_string(Parametrisation kind) {
  return kNames[static_cast<std::size_t>(kind)];
}

Parametrisation parametrisation_of(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Parametrisation>(i);
  }
  Error error("unknown parametrisation of the network");
  error.expected("noise, v, data or mean").got(name);
  if (const auto nearest = nearest_name(name, kNames); !nearest.empty()) {
    error.hint("did you mean '" + std::string(nearest) + "'?");
  }
  throw error;
}

Target target_of(Parametrisation kind, const NoiseSchedule& schedule, std::size_t n) {
  const double g_n = g(schedule.t(n)), b_n = b(schedule.t(n)), dt = schedule.dt(n);
  switch (kind) {
    case Parametrisation::noise:
      break;
    case Parametrisation::v:
      return {-b_n, g_n};
    case Parametrisation::data:
      return {1.0, 0.0};
    // mu = (x_n - b^2(dt) / b_n eps) / g(dt) at x_n = g_n x_0 + b_n eps, with b_n^2 - b^2(dt) = g^2(dt) b_{n-1}^2
    case Parametrisation::mean: {
      const double b_m = b(schedule.t(n - 1));
      return {g(schedule.t(n - 1)), g(dt) * b_m * b_m / b_n};
    }
  }
  return {0.0, 1.0};
}

NoiseReading noise_reading(Parametrisation kind, const NoiseSchedule& schedule, std::size_t n) {
  const double g_n = g(schedule.t(n)), b_n = b(schedule.t(n)), dt = schedule.dt(n);
  switch (kind) {
    case Parametrisation::noise:
      break;
    case Parametrisation::v:
      return {b_n, g_n};
    case Parametrisation::data:
      return {1.0 / b_n, -g_n / b_n};
    case Parametrisation::mean: {
      const double factor = b_n / (b(dt) * b(dt));
      return {factor, -g(dt) * factor};
    }
  }
  return {0.0, 1.0};
}

}  // namespace ballast::diffusion
