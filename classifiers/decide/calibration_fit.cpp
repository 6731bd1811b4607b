// Learning the two maps; calibration.cpp applies them.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>

#include "classifiers/decide/calibration.hpp"
#include "classifiers/judge/metrics.hpp"
#include "engine/error.hpp"

namespace ballast::classifiers {
namespace {

// Rows of one score, or of neighbouring scores pooled: sums over their weights.
struct Block {
  double weight = 0, score = 0, target = 0;

  double centre() const { return score / weight; }
  double level() const { return target / weight; }
  void add(const Block& other) {
    weight += other.weight;
    score += other.score;
    target += other.target;
  }
};

// One block for each score that has weight, scores ascending. Targets as the header says.
std::vector<Block> tied_blocks(std::span<const float> score, std::span<const std::int32_t> y,
                               std::span<const float> weight) {
  const Confusion all = confusion(score, y, -1, weight);  // every row is flagged; checks the spans too
  if (!(all.tp > 0 && all.fp > 0)) {
    throw Error("calibration needs rows of both classes").got(all.tp > 0 ? "positives only" : "no positives");
  }
  const double high = (all.tp + 1) / (all.tp + 2), low = 1 / (all.fp + 2);
  std::vector<std::uint32_t> order(score.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, {}, [&](std::uint32_t row) { return score[row]; });
  std::vector<Block> blocks;
  float last = -1;
  for (const std::uint32_t row : order) {
    const double w = weight.empty() ? 1.0 : static_cast<double>(weight[row]);
    if (w <= 0) continue;
    if (score[row] != last) blocks.emplace_back();
    last = score[row];
    blocks.back().add({w, w * static_cast<double>(score[row]), w * (y[row] == 1 ? high : low)});
  }
  return blocks;
}

constexpr double kInnermost = 0.25;  // low lies at most here, high at least as far from 1

// Halfway between 0 and the lowest score above it.
double low_end(std::span<const Block> blocks) {
  const auto first = std::ranges::find_if(blocks, [](const Block& block) { return block.centre() > 0; });
  return first == blocks.end() ? kInnermost : std::clamp(first->centre() / 2, kLogLossClip, kInnermost);
}

// Halfway between 1 and the highest score below it.
double high_end(std::span<const Block> blocks) {
  for (std::size_t k = blocks.size(); k-- > 0;) {
    if (blocks[k].centre() < 1) return std::clamp((1 + blocks[k].centre()) / 2, 1 - kInnermost, 1 - kLogLossClip);
  }
  return 1 - kInnermost;
}

Error wrong_order() {
  return Error("calibration: the scores do not rise with the label")
      .expected("positives that score higher than others on the whole");
}

// Sums of a logistic regression on one column: loss, its gradient and Hessian in (slope, offset).
struct Newton {
  double loss = 0, by_slope = 0, by_offset = 0, slope_slope = 0, slope_offset = 0, offset_offset = 0;
};

struct Point {
  double z, weight, target;  // target: share of the weight that is positive
};

Newton look(std::span<const Point> points, double slope, double offset) {
  Newton out;
  for (const Point& point : points) {
    const double margin = slope * point.z + offset;
    const double e = std::exp(-std::fabs(margin));
    const double p = (margin >= 0 ? 1 : e) / (1 + e);
    const double curve = point.weight * e / ((1 + e) * (1 + e)), pull = point.weight * (p - point.target);
    out.loss += point.weight * (std::log1p(e) + std::max(margin, 0.0) - point.target * margin);
    out.by_slope += pull * point.z;
    out.by_offset += pull;
    out.slope_slope += curve * point.z * point.z;
    out.slope_offset += curve * point.z;
    out.offset_offset += curve;
  }
  return out;
}

// Newton's method; a step that does not lower the loss enough is halved (Armijo's rule).
std::pair<double, double> logistic_regression(std::span<const Point> points, double offset) {
  constexpr int kMostSteps = 100;
  constexpr double kRidge = 1e-12, kEnough = 1e-4, kLeastStep = 1e-10, kFlat = 1e-10;
  const double total = std::accumulate(points.begin(), points.end(), 0.0,
                                       [](double sum, const Point& point) { return sum + point.weight; });
  double slope = 0;
  Newton at = look(points, slope, offset);
  for (int step = 0; step < kMostSteps; ++step) {
    if (std::max(std::fabs(at.by_slope), std::fabs(at.by_offset)) <= kFlat * total) break;
    const double ridge = kRidge * total, a = at.slope_slope + ridge, c = at.offset_offset + ridge, b = at.slope_offset;
    const double determinant = a * c - b * b;
    const double go_slope = -(c * at.by_slope - b * at.by_offset) / determinant;
    const double go_offset = -(a * at.by_offset - b * at.by_slope) / determinant;
    const double descent = at.by_slope * go_slope + at.by_offset * go_offset;
    double size = 1;
    for (; size >= kLeastStep; size /= 2) {
      const Newton next = look(points, slope + size * go_slope, offset + size * go_offset);
      if (next.loss >= at.loss + kEnough * size * descent) continue;
      slope += size * go_slope;
      offset += size * go_offset;
      at = next;
      break;
    }
    if (size < kLeastStep) break;
  }
  return {slope, offset};
}

}  // namespace

Calibration fit_platt(std::span<const float> score, std::span<const std::int32_t> y, std::span<const float> weight) {
  const std::vector<Block> blocks = tied_blocks(score, y, weight);
  Calibration::Platt map;
  map.low = low_end(blocks);
  map.high = high_end(blocks);
  std::vector<Point> points;
  Block all;
  for (const Block& block : blocks) {
    const double s = std::clamp(block.centre(), map.low, map.high);
    points.push_back({std::log(s / (1 - s)), block.weight, block.level()});
    all.add(block);
  }
  std::tie(map.slope, map.offset) = logistic_regression(points, std::log(all.level() / (1 - all.level())));
  if (!(map.slope > 0)) throw wrong_order();
  return Calibration::platt(map);
}

Calibration fit_isotonic(std::span<const float> score, std::span<const std::int32_t> y, std::span<const float> weight) {
  std::vector<Block> blocks;
  for (const Block& next : tied_blocks(score, y, weight)) {
    blocks.push_back(next);
    while (blocks.size() > 1 && blocks[blocks.size() - 2].level() >= blocks.back().level()) {
      const Block last = blocks.back();
      blocks.pop_back();
      blocks.back().add(last);
    }
  }
  if (blocks.size() == 1) throw wrong_order();
  std::vector<double> scores, probabilities;
  for (const Block& block : blocks) {
    scores.push_back(std::min(block.centre(), 1.0));
    probabilities.push_back(block.level());
  }
  return Calibration::isotonic(std::move(scores), std::move(probabilities));
}

}  // namespace ballast::classifiers
