#include "engine/tabular/decimals.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>

#include "engine/error.hpp"

namespace ballast::tabular {

namespace {

constexpr double kWhole = 9007199254740992;  // 2^53: whole numbers below are doubles, and so are their neighbours

// Exact up to 10^22.
constexpr auto kPowers = [] {
  std::array<double, Decimals::kMost + 1> powers{};
  double power = 1;
  for (double& p : powers) p = power, power *= 10;
  return powers;
}();

// A quotient of two whole doubles is rounded once, as reading its digits is: so n / 10^p == value asks just that.
bool has_places(double value, int places) {
  const double power = kPowers[static_cast<std::size_t>(places)], n = std::nearbyint(value * power);
  return std::fabs(n) < kWhole && n / power == value;
}

int places_of(double value) {
  if (std::fabs(value) >= kWhole) return 0;
  for (int places = 0; places <= Decimals::kMost; ++places) {
    if (has_places(value, places)) return places;
  }
  return Decimals::kFree;
}

int fewest_places(std::span<const double> sorted) {
  constexpr std::size_t kOthers = 1000;  // one in so many may have more places
  std::array<std::size_t, Decimals::kMost + 1> with{};
  for (const double value : sorted) {
    if (const int places = places_of(value); places != Decimals::kFree) ++with[static_cast<std::size_t>(places)];
  }
  std::size_t covered = 0;
  for (int places = 0; places <= Decimals::kMost; ++places) {
    covered += with[static_cast<std::size_t>(places)];
    if (covered > 0 && (sorted.size() - covered) * kOthers <= sorted.size()) return places;
  }
  return Decimals::kFree;
}

// Whether a divisor of so many numbers may be one by chance.
bool may_be_chance(std::uint64_t divisor, std::size_t numbers) {
  constexpr double kChance = 1e6;
  return divisor == 0 || numbers == 0 ||
         std::log(static_cast<double>(divisor)) * static_cast<double>(numbers - 1) < std::log(kChance);
}

// Sets step and offset of `grid`, which has its places.
void find_step(std::span<const double> sorted, Decimals& grid) {
  std::int64_t first = 0;
  std::uint64_t between = 0;  // divides all differences
  std::size_t distinct = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i > 0 && sorted[i] == sorted[i - 1]) continue;
    if (std::fabs(sorted[i]) >= kWhole) return;
    if (!has_places(sorted[i], grid.places)) continue;
    const auto n =
        static_cast<std::int64_t>(std::nearbyint(sorted[i] * kPowers[static_cast<std::size_t>(grid.places)]));
    if (distinct++ == 0) first = n;
    between = std::gcd(between, static_cast<std::uint64_t>(n - first));
    if (between == 1) return;
  }
  const std::uint64_t whole = std::gcd(between, static_cast<std::uint64_t>(std::abs(first)));
  if (whole != between && !may_be_chance(between, distinct - 1)) {
    const auto step = static_cast<std::int64_t>(between);
    grid.step = between;
    grid.offset = static_cast<std::uint64_t>((first % step + step) % step);
  } else if (!may_be_chance(whole, distinct)) {
    grid.step = whole;
  }
}

double nearest_of(std::span<const double> levels, double value) {
  const auto above = std::ranges::lower_bound(levels, value);
  if (above == levels.begin()) return levels.front();
  if (above == levels.end()) return levels.back();
  const double below = *std::prev(above);
  return value - below <= *above - value ? below : *above;
}

}  // namespace

double Decimals::nearest(double value) const {
  if (!levels.empty()) return nearest_of(levels, value);
  if (is_free()) return value;
  const double power = kPowers[static_cast<std::size_t>(places)], width = static_cast<double>(step),
               from = static_cast<double>(offset);
  const double n = std::nearbyint((value * power - from) / width) * width + from;
  return std::fabs(n) < kWhole ? n / power : value;
}

Decimals decimals_of(std::span<const double> sorted) {
  Decimals out;
  out.places = fewest_places(sorted);
  if (!out.is_free()) find_step(sorted, out);
  return out;
}

bool have_places(std::span<const double> cells, int places) {
  return std::ranges::all_of(cells, [&](double cell) { return std::isnan(cell) || has_places(cell, places); });
}

void save_decimals(const Decimals& decimals, files::ArchiveWriter out) {
  out.integer("places", decimals.places);
  out.integer("step", static_cast<std::int64_t>(decimals.step));
  if (decimals.offset != 0) out.integer("offset", static_cast<std::int64_t>(decimals.offset));
  if (!decimals.levels.empty()) out.array<double>("levels", decimals.levels);
}

Decimals load_decimals(const files::ArchiveReader& in) {
  Decimals out;
  const std::int64_t places = in.integer("places");
  if (places < Decimals::kFree || places > Decimals::kMost) {
    throw Error("a column's decimals are malformed").in(in.path());
  }
  out.places = static_cast<int>(places);
  out.step = in.size("step", 1, out.is_free() ? 1 : static_cast<std::size_t>(kWhole));
  if (in.has("offset")) out.offset = in.size("offset", 0, static_cast<std::size_t>(out.step - 1));
  if (in.has("levels")) {
    out.levels = in.array<double>("levels");
    const bool finite = std::ranges::all_of(out.levels, [](double level) { return std::isfinite(level); });
    if (out.levels.empty() || !finite || !std::ranges::is_sorted(out.levels, std::less_equal<>())) {
      throw Error("a column's levels are malformed").in(in.path());
    }
  }
  return out;
}

}  // namespace ballast::tabular
