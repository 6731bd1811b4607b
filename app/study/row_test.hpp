// What one split can say: whether two of its models would still differ on other rows like those of its test part. It
// cannot say what training on other rows would change; repeated splits can (statistics.hpp).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "app/study/statistics.hpp"
#include "app/study/thresholds.hpp"

namespace ballast::app {

// What an arm said of the test rows, and where it decides.
struct SplitScores {
  std::vector<float> score;
  Thresholds chosen, chosen_at_base_rate;
};

struct OneSplit {
  std::vector<std::int32_t> y;    // 1 is positive
  std::vector<SplitScores> arms;  // in the order of the study's
};

// PR-AUC, F1 and cost of one arm, in the order of kTestedMetrics.
using TestedValues = std::array<double, 3>;

// They are drawn again: as many positives and as many negatives as there are, with replacement (Efron and Tibshirani
// 1993, ch. 13), the same rows for every arm. values[draw][arm].
struct RowDraws {
  std::vector<std::vector<TestedValues>> values;
};
inline constexpr std::size_t kRowDraws = 1000;
// Cost: kRowDraws passes over the rows for each arm. Requires: rows of both classes.
RowDraws draw_rows(const OneSplit& split, const Costs& costs, std::optional<double> base_rate, std::uint64_t seed);

// The paired test of b - a from the draws: percentile interval, and p as twice the smaller share of draws on either
// side of 0. delta: as seen on the rows themselves. metric: of TestedValues.
PairedTest paired_bootstrap(const RowDraws& draws, std::size_t a, std::size_t b, std::size_t metric, double delta);

}  // namespace ballast::app
