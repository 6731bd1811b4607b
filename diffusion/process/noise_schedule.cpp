#include "diffusion/process/noise_schedule.hpp"

#include <algorithm>
#include <array>
#include <numbers>
#include <string>

#include "engine/names.hpp"

namespace ballast::diffusion {

namespace {

constexpr std::size_t kMostSteps = 100000;

void require_steps(std::size_t steps) {
  if (steps >= 1 && steps <= kMostSteps) return;
  throw Error("the noise schedule cannot have this many steps").expected("1 to 100000").got(std::to_string(steps));
}

}  // namespace

NoiseSchedule::NoiseSchedule(std::span<const double> variances) {
  require_steps(variances.size());
  t_.reserve(variances.size() + 1);
  dt_.reserve(variances.size() + 1);
  for (const double variance : variances) {
    if (!(variance > 0.0 && variance < 1.0)) {
      throw Error("a step variance is out of range").expected("a number between 0 and 1").got(std::to_string(variance));
    }
    dt_.push_back(step_of_variance(variance));
    t_.push_back(t_.back() + dt_.back());
  }
}

NoiseSchedule linear_schedule(std::size_t steps, double first_variance, double last_variance) {
  require_steps(steps);
  std::vector<double> variances(steps, first_variance);
  for (std::size_t i = 1; i < steps; ++i) {
    variances[i] += (last_variance - first_variance) * static_cast<double>(i) / static_cast<double>(steps - 1);
  }
  return NoiseSchedule(variances);
}

NoiseSchedule cosine_schedule(std::size_t steps) {
  require_steps(steps);
  constexpr double kOffset = 0.008;        // keeps the first steps from being too small
  constexpr double kMostVariance = 0.999;  // keeps the last step finite
  const auto g_squared = [&](std::size_t n) {
    const double fraction = static_cast<double>(n) / static_cast<double>(steps);
    const double cosine = std::cos((fraction + kOffset) / (1.0 + kOffset) * std::numbers::pi / 2.0);
    return cosine * cosine;
  };
  std::vector<double> variances(steps);
  for (std::size_t n = 1; n <= steps; ++n) {
    variances[n - 1] = std::min(1.0 - g_squared(n) / g_squared(n - 1), kMostVariance);
  }
  return NoiseSchedule(variances);
}

NoiseSchedule make_schedule(std::string_view name, std::size_t steps) {
  struct Kind {
    std::string_view name;
    NoiseSchedule (*make)(std::size_t steps);
  };
  constexpr std::array<Kind, 2> kKinds{
      {{"linear", [](std::size_t n) { return linear_schedule(n); }}, {"cosine", cosine_schedule}}};
  return find_named(kKinds, "noise schedule", name).make(steps);
}

std::vector<std::size_t> respaced_steps(const NoiseSchedule& schedule, std::size_t from, std::size_t count,
                                        Spacing spacing) {
  assert(from >= 1 && from <= schedule.steps() && count >= 1);
  const auto place = [&](std::size_t n) {  // falls with n
    return spacing == Spacing::labels ? -static_cast<double>(n) : log_signal_to_noise(schedule.t(n));
  };
  count = std::min(count, from);
  std::vector<std::size_t> stops{from};
  stops.reserve(count);
  const double first = place(from), last = place(1);
  for (std::size_t i = 1; i < count; ++i) {
    const double target = first + (last - first) * static_cast<double>(i) / static_cast<double>(count - 1);
    const std::size_t least = count - i;  // leaves a label for each stop to come
    std::size_t n = stops.back() - 1;
    while (n > least && place(n - 1) - target <= target - place(n)) --n;  // the nearest; of equals the lower
    stops.push_back(n);
  }
  return stops;
}

}  // namespace ballast::diffusion
