// One boosted tree by hand: six rows, one feature, one split. Every step of docs/maths.md, section 19, and then the
// same by train_boosting.
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include "classifiers/boosting/boosting.hpp"

using namespace ballast;

namespace {

constexpr std::array<double, 6> kX{1, 2, 3, 4, 5, 6};
constexpr std::array<std::int32_t, 6> kY{0, 0, 0, 1, 0, 1};
constexpr double kLambda = 1, kEta = 0.3;

struct Sums {
  double g = 0, h = 0;
  double score() const { return g * g / (h + kLambda); }
  double weight() const { return -g / (h + kLambda); }  // Newton's step
};

}  // namespace

int main() {
  // 1. Everything starts at margin 0, so p = 1/2: g = p - y and h = p (1 - p) = 1/4.
  Sums all;
  for (const std::int32_t y : kY) {
    all.g += 0.5 - y;
    all.h += 0.25;
  }
  // 2. Every cut between two values; the best has the largest gain.
  double best_gain = 0, threshold = 0;
  Sums best_left, left;
  for (std::size_t i = 0; i + 1 < kX.size(); ++i) {
    left.g += 0.5 - kY[i];
    left.h += 0.25;
    const Sums right{all.g - left.g, all.h - left.h};
    const double gain = left.score() + right.score() - all.score();
    std::printf("x < %.1f: gain %.4f\n", (kX[i] + kX[i + 1]) / 2, gain);
    if (gain > best_gain) {
      best_gain = gain;
      threshold = (kX[i] + kX[i + 1]) / 2;
      best_left = left;
    }
  }
  // 3. A leaf moves its rows' margins by eta times its weight; the logistic makes a probability of a margin.
  const Sums best_right{all.g - best_left.g, all.h - best_left.h};
  const auto by_hand = [&](double x) {
    return 1 / (1 + std::exp(-kEta * (x < threshold ? best_left.weight() : best_right.weight())));
  };

  classifiers::BoostingOptions options;
  options.rounds = 1;
  options.max_depth = 1;
  options.min_child_weight = 0;  // the default, 1, wants more rows than these
  numeric::ThreadPool pool(1);
  Observer quiet;
  const numeric::MatrixView<const double> x(kX.data(), kX.size(), 1);
  const auto model = classifiers::train_boosting({.x = x, .y = kY, .weight = {}}, options, pool, quiet);
  const std::vector<float> trained = predict_positive(model, x, pool);
  double furthest = 0;
  for (std::size_t i = 0; i < kX.size(); ++i) {
    std::printf("x = %.0f: by hand %.6f, trained %.6f\n", kX[i], by_hand(kX[i]), static_cast<double>(trained[i]));
    furthest = std::max(furthest, std::fabs(by_hand(kX[i]) - static_cast<double>(trained[i])));
  }
  return furthest < 1e-5 ? 0 : 1;  // derivatives are rounded to about 1e-6 (section 20)
}
