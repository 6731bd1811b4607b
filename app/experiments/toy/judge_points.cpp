#include "app/experiments/toy/judge_points.hpp"

#include <algorithm>
#include <cmath>

#include "engine/geometry/mmd.hpp"

namespace ballast::app {

double root_mmd(numeric::MatrixView<const float> a, numeric::MatrixView<const float> b, numeric::ThreadPool& pool) {
  return std::sqrt(geometry::largest_mmd(a, b, {}, pool).biased);
}

ToyMmd toy_yardstick(const PointSet& set, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                     Observer& observer) {
  ToyMmd mmd;
  for (std::uint32_t pair = 0; pair < kTruePairs; ++pair) {
    observer.step({"judge", pair, kTruePairs});
    const PointSample a = draw_points(set, count, seed, kPairSamples + 2 * pair);
    const PointSample b = draw_points(set, count, seed, kPairSamples + 2 * pair + 1);
    mmd.true_pairs.push_back(root_mmd(a.points.view(), b.points.view(), pool));
  }
  std::sort(mmd.true_pairs.begin(), mmd.true_pairs.end());
  mmd.true_median = (mmd.true_pairs[kTruePairs / 2 - 1] + mmd.true_pairs[kTruePairs / 2]) / 2;
  return mmd;
}

}  // namespace ballast::app
