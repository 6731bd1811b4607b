#include "app/experiments/toy/point_sets.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "app/experiments/toy/dinosaur.hpp"
#include "engine/names.hpp"

namespace ballast::app {

namespace {

using numeric::RandomStream;
using std::numbers::pi;

double two_diracs(RandomStream& random, std::span<double> point) {
  const double u = random.uniform();
  point[0] = u < 0.5 ? -1 : 1;
  return u;
}

double uniform(RandomStream& random, std::span<double> point) {
  const double u = random.uniform();
  point[0] = std::sqrt(3.0) * (2 * u - 1);
  return u;
}

double two_moons(RandomStream& random, std::span<double> point) {
  // Of x and y over both half circles, with the noise: the means are 1/2 and 1/4 by symmetry; the variances are those
  // within a half circle (1/2, and 1/2 - 4/pi^2) and between the two (1/4, and (2/pi - 1/4)^2).
  constexpr double kNoise = 0.05, kBetween = 2 / pi - 0.25;
  static const double sd_x = std::sqrt(0.75 + kNoise * kNoise);
  static const double sd_y = std::sqrt(0.5 - 4 / (pi * pi) + kBetween * kBetween + kNoise * kNoise);
  const double u = random.uniform();
  const bool upper = u < 0.5;
  const double angle = pi * (upper ? 2 * u : 2 * u - 1);
  const double x = upper ? std::cos(angle) : 1 - std::cos(angle);
  const double y = upper ? std::sin(angle) : 0.5 - std::sin(angle);
  point[0] = (x - 0.5 + kNoise * random.normal()) / sd_x;
  point[1] = (y - 0.25 + kNoise * random.normal()) / sd_y;
  return u;
}

double spiral(RandomStream& random, std::span<double> point) {
  // s = sqrt(u) has density 2s; the mean of 2s e^{iks} is then 8 / k^2 - 4i / k at whole turns.
  constexpr double kNoise = 0.03, kTurns = 4 * pi;
  const double u = random.uniform(), s = std::sqrt(u);
  point[0] = 2 * s * std::cos(kTurns * s) - 8 / (kTurns * kTurns) + kNoise * random.normal();
  point[1] = 2 * s * std::sin(kTurns * s) + 4 / kTurns + kNoise * random.normal();
  return u;
}

// The dinosaur's edges by length, and the mean and standard deviation of a point spread evenly along them.
struct Outline {
  std::array<double, kDinosaur.size() + 1> length_before{};
  double mean_x = 0, mean_y = 0, sd_x = 0, sd_y = 0;

  Outline() {
    double square_x = 0, square_y = 0;
    for (std::size_t i = 0; i < kDinosaur.size(); ++i) {
      const OutlinePoint a = kDinosaur[i], b = kDinosaur[(i + 1) % kDinosaur.size()];
      const double length = std::hypot(b.x - a.x, b.y - a.y);
      length_before[i + 1] = length_before[i] + length;
      mean_x += length * (a.x + b.x) / 2, mean_y += length * (a.y + b.y) / 2;
      square_x += length * (a.x * a.x + a.x * b.x + b.x * b.x) / 3;
      square_y += length * (a.y * a.y + a.y * b.y + b.y * b.y) / 3;
    }
    const double all = length_before.back();
    mean_x /= all, mean_y /= all;
    sd_x = std::sqrt(square_x / all - mean_x * mean_x), sd_y = std::sqrt(square_y / all - mean_y * mean_y);
  }
};

double dinosaur(RandomStream& random, std::span<double> point) {
  constexpr double kNoise = 0.02;
  static const Outline outline;
  const double u = random.uniform(), length = u * outline.length_before.back();
  const auto after = std::upper_bound(outline.length_before.begin(), outline.length_before.end() - 1, length);
  const auto i = static_cast<std::size_t>(after - outline.length_before.begin()) - 1;
  const OutlinePoint a = kDinosaur[i], b = kDinosaur[(i + 1) % kDinosaur.size()];
  const double share = (length - outline.length_before[i]) / (outline.length_before[i + 1] - outline.length_before[i]);
  point[0] = (a.x + share * (b.x - a.x) - outline.mean_x) / outline.sd_x + kNoise * random.normal();
  point[1] = (a.y + share * (b.y - a.y) - outline.mean_y) / outline.sd_y + kNoise * random.normal();
  return u;
}

constexpr std::array<PointSet, 5> kPointSets{
    {{"two-diracs", "Two Diracs", "two points on a line", 1, 2, two_diracs},
     {"uniform", "A uniform stretch", "an even stretch of a line", 1, 6, uniform},
     {"two-moons", "Two moons", "two interlocked half circles", 2, 2, two_moons},
     {"spiral", "A spiral", "a spiral of two turns", 2, 6, spiral},
     {"dinosaur", "A dinosaur", "the outline of a dinosaur", 2, 6, dinosaur}}};

}  // namespace

const std::vector<std::string>& point_set_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const PointSet& set : kPointSets) list.emplace_back(set.name);
    return list;
  }();
  return names;
}

const PointSet& point_set(std::string_view name) {
  return find_named(kPointSets, "point set", name);
}

PointSample draw_points(const PointSet& set, std::size_t count, std::uint64_t seed, std::uint32_t sample) {
  PointSample out{numeric::Matrix<float>(count, set.dimensions), std::vector<std::size_t>(count)};
  std::array<double, 2> point{};
  for (std::size_t k = 0; k < count; ++k) {
    RandomStream random(seed, numeric::Purpose::kToyPoints, k, sample);
    const double u = set.draw(random, std::span(point).first(set.dimensions));
    out.parts[k] = static_cast<std::size_t>(u * static_cast<double>(set.parts));
    for (std::size_t d = 0; d < set.dimensions; ++d) out.points(k, d) = static_cast<float>(point[d]);
  }
  return out;
}

}  // namespace ballast::app
