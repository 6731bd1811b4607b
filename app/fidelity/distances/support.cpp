#include "app/fidelity/distances/support.hpp"

#include <algorithm>
#include <cmath>

namespace ballast::app::fidelity {
namespace {

constexpr std::size_t kLevels = 30;

// 1 - sum |level - curve| / sum level
double score_of(std::span<const double> levels, std::span<const double> curve) {
  double differences = 0, sum = 0;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    differences += std::abs(levels[i] - curve[i]);
    sum += levels[i];
  }
  return 1 - differences / sum;
}

std::vector<double> sorted(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values;
}

// The share of `of` rows whose value is at most each level's quantile of `radii`, both ascending.
std::vector<double> shares_within(const std::vector<double>& values, const std::vector<double>& radii, std::size_t of) {
  std::vector<double> out;
  for (const double level : support_levels()) {
    const auto end = std::ranges::upper_bound(values, quantile(radii, level));
    out.push_back(static_cast<double>(end - values.begin()) / static_cast<double>(of));
  }
  return out;
}

}  // namespace

std::vector<double> support_levels() {
  std::vector<double> out;
  const double step = 1.0 / (kLevels - 1);
  for (std::size_t i = 0; i + 1 < kLevels; ++i) out.push_back(static_cast<double>(i) * step);
  out.push_back(1);
  return out;
}

double quantile(std::span<const double> sorted, double level) {
  const double place = level * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double share = place - static_cast<double>(below), gap = sorted[above] - sorted[below];
  // As numpy: from the nearer end, so that a share of 1 gives the upper value itself.
  return share < 0.5 ? sorted[below] + gap * share : sorted[above] - gap * (1 - share);
}

Support support_of(const MixedRows& real, const MixedRows& other, const MixedNeighbours& real_to_real,
                   numeric::ThreadPool& pool, Observer& observer) {
  const MixedNeighbours to_other = mixed_neighbours(real, other, Metric::euclidean, 1, false, pool, observer);
  const MixedNeighbours to_real = mixed_neighbours(other, real, Metric::euclidean, 1, false, pool, observer);
  Support out{0, 0, 0, other.rows, 0, real.rows};
  const std::vector<double> radii = sorted(distances_to_centre(real, real));
  const auto precision = shares_within(sorted(distances_to_centre(other, real)), radii, other.rows);
  const std::vector<double> from_centre = distances_to_centre(other, other);
  std::vector<double> closest, covering;  // distances of each real row's nearest other row to the other rows' centre
  for (std::size_t i = 0; i < real.rows; ++i) {
    closest.push_back(from_centre[to_other.rows(i, 0)]);
    const double own = real_to_real.distances(i, 0);
    if (to_other.distances(i, 0) <= own) covering.push_back(closest.back());
    out.identifiable += to_other.distances(i, 0) < own ? 1 : 0;
  }
  const auto recall = shares_within(sorted(covering), sorted(closest), real.rows);
  for (std::size_t i = 0; i < other.rows; ++i) {
    const std::uint32_t nearest = to_real.rows(i, 0);
    out.authentic += to_real.distances(i, 0) > real_to_real.distances(nearest, 0) ? 1 : 0;
  }
  const std::vector<double> levels = support_levels();
  out.alpha_precision = score_of(levels, precision);
  out.beta_recall = score_of(levels, recall);
  return out;
}

}  // namespace ballast::app::fidelity
