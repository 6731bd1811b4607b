#include "engine/tabular/dates/date_grid.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace ballast::tabular {
namespace {

// The largest of a day, an hour, a minute and a second that divides all; 0 if none does.
std::uint64_t clock_step(std::span<const double> seconds) {
  for (const std::uint64_t step : {86400U, 3600U, 60U, 1U}) {
    const auto stands = [&](double s) { return std::fmod(s, static_cast<double>(step)) == 0; };
    if (std::ranges::all_of(seconds, stands)) return step;
  }
  return 0;
}

}  // namespace

Decimals date_grid_of(std::span<const double> sorted, int offset) {
  std::vector<double> local(sorted.begin(), sorted.end());
  for (double& seconds : local) seconds += offset;
  Decimals out = decimals_of(local);
  if (const std::uint64_t step = local.empty() ? 0 : clock_step(local); step > 0) {
    if (out.places != 0 || out.step < step) out = {.places = 0, .step = step};
  }
  return out;
}

double nearest_moment(const Decimals& grid, double seconds, int offset) {
  return grid.nearest(seconds + offset) - offset;
}

}  // namespace ballast::tabular
