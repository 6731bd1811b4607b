#include "classifiers/judge/threshold.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

#include "classifiers/judge/row_weight.hpp"

namespace ballast::classifiers {
namespace {

std::vector<std::uint32_t> best_first(std::span<const float> score) {
  std::vector<std::uint32_t> order(score.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(
      order, [&](std::uint32_t a, std::uint32_t b) { return score[a] != score[b] ? score[a] > score[b] : a < b; });
  return order;
}

}  // namespace

std::vector<OperatingPoint> operating_points(std::span<const float> score, std::span<const std::int32_t> y,
                                             std::span<const float> weight) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  OperatingPoint point{.threshold = 0, .counts = confusion(score, y, kInfinity, weight)};  // checks the spans too
  const std::vector<std::uint32_t> order = best_first(score);
  const auto score_at = [&](std::size_t rank) { return static_cast<double>(score[order[rank]]); };
  point.threshold = std::nextafter(score_at(0), kInfinity);
  std::vector<OperatingPoint> points{point};
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const std::uint32_t row = order[rank];
    const double w = weight_at(weight, row);
    (y[row] == 1 ? point.counts.tp : point.counts.fp) += w;
    (y[row] == 1 ? point.counts.fn : point.counts.tn) -= w;
    const bool last = rank + 1 == order.size();
    if (!last && score_at(rank + 1) == score_at(rank)) continue;
    point.threshold = last ? score_at(rank) : std::midpoint(score_at(rank), score_at(rank + 1));
    points.push_back(point);
  }
  return points;
}

OperatingPoint best_point(std::span<const OperatingPoint> points,
                          const std::function<double(const Confusion&)>& merit) {
  assert(!points.empty());
  const OperatingPoint* best = &points[0];
  double best_merit = merit(best->counts);
  for (const OperatingPoint& point : points.subspan(1)) {
    const double value = merit(point.counts);
    if (value <= best_merit) continue;
    best = &point;
    best_merit = value;
  }
  return *best;
}

double f_beta(const Confusion& counts, double beta) {
  const double hits = (1 + beta * beta) * counts.tp;
  const double whole = hits + beta * beta * counts.fn + counts.fp;
  return whole > 0 ? hits / whole : 0;
}

OperatingPoint best_f_beta(std::span<const OperatingPoint> points, double beta) {
  return best_point(points, [beta](const Confusion& counts) { return f_beta(counts, beta); });
}

}  // namespace ballast::classifiers
