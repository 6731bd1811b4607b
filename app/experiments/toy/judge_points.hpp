// Whether made points are the true distribution: the root of the biased MMD^2 (its largest value on the paper's ladder
// of kernel widths) between them and fresh true points, beside the same figure between pairs of true samples.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "app/experiments/toy/point_sets.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"

namespace ballast::app {

// Numbers of the independent samples of true points (draw_points).
enum ToySample : std::uint32_t { kLearntSample = 0, kFreshSample = 1, kJudgedSample = 2, kPairSamples = 3 };
inline constexpr std::size_t kTruePairs = 20;  // of true samples, for the yardstick

// All are roots of biased MMD^2.
struct ToyMmd {
  double generated = 0;            // generated against true points
  double true_median = 0;          // the yardstick: its median over pairs of true samples
  std::vector<double> true_pairs;  // ascending
  double ratio() const { return generated / true_median; }
};

double root_mmd(numeric::MatrixView<const float> a, numeric::MatrixView<const float> b, numeric::ThreadPool& pool);

// The yardstick for samples of `count` points: true_median and true_pairs, with `generated` left zero. Throws Stopped.
ToyMmd toy_yardstick(const PointSet& set, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                     Observer& observer);

}  // namespace ballast::app
