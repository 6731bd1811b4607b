#include "diffusion/process/parametrisation.hpp"

#include <array>

#include "engine/names.hpp"

namespace ballast::diffusion {

namespace {

struct Kind {
  std::string_view name;
  Parametrisation kind;
};
constexpr std::array<Kind, 4> kKinds{{{"noise", Parametrisation::noise},
                                      {"v", Parametrisation::v},
                                      {"data", Parametrisation::data},
                                      {"mean", Parametrisation::mean}}};  // in the order of the enumeration

}  // namespace

std::string_view to_string(Parametrisation kind) {
  return kKinds[static_cast<std::size_t>(kind)].name;
}

Parametrisation parametrisation_of(std::string_view name) {
  return find_named(kKinds, "parametrisation of the network", name).kind;
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
