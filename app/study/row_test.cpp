#include "app/study/row_test.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "classifiers/judge/base_rate.hpp"
#include "classifiers/judge/metrics.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::app {
namespace {

// The rows of an arm by falling score, once for all draws.
struct Ranked {
  const SplitScores& arm;
  std::vector<std::uint32_t> order;
  explicit Ranked(const SplitScores& of) : arm(of), order(of.score.size()) {
    std::iota(order.begin(), order.end(), 0u);
    const std::vector<float>& score = of.score;
    std::ranges::sort(
        order, [&](std::uint32_t a, std::uint32_t b) { return score[a] != score[b] ? score[a] > score[b] : a < b; });
  }
};

struct Judge {
  const std::vector<std::int32_t>& y;
  Costs costs;
  double negative_weight;

  // times: how often each row was drawn. As classifiers::average_precision, f1 and the cost of judge.cpp.
  TestedValues operator()(const Ranked& ranked, const Thresholds& at, std::span<const std::uint32_t> times) const {
    classifiers::Confusion f1, cost;
    double area = 0, positives = 0, flagged = 0, step_positive = 0;
    for (std::size_t i = 0; i < ranked.order.size(); ++i) {
      const std::uint32_t row = ranked.order[i];
      const bool positive = y[row] == 1;
      const double w = times[row] * (positive ? 1.0 : negative_weight), score = ranked.arm.score[row];
      flagged += w;
      if (positive) step_positive += w;
      count(f1, positive, score >= at.f1, w);
      count(cost, positive, score >= at.cost, w);
      const bool last = i + 1 == ranked.order.size();
      if (!last && ranked.arm.score[ranked.order[i + 1]] == ranked.arm.score[row]) continue;
      positives += step_positive;
      if (flagged > 0) area += step_positive * positives / flagged;
      step_positive = 0;
    }
    return {area / positives, classifiers::f1(f1), 1000 * (costs.miss * cost.fn + costs.alarm * cost.fp) / flagged};
  }

 private:
  static void count(classifiers::Confusion& counts, bool positive, bool flagged, double w) {
    (flagged ? (positive ? counts.tp : counts.fp) : (positive ? counts.fn : counts.tn)) += w;
  }
};

}  // namespace

RowDraws draw_rows(const OneSplit& split, const Costs& costs, std::optional<double> base_rate, std::uint64_t seed) {
  std::vector<std::uint32_t> of_class[2];
  for (std::uint32_t row = 0; row < split.y.size(); ++row) of_class[split.y[row] == 1].push_back(row);
  const double weight =
      base_rate ? classifiers::negative_weight(of_class[1].size(), of_class[0].size(), *base_rate) : 1.0;
  const Judge judge{split.y, costs, weight};
  std::vector<Ranked> ranked(split.arms.begin(), split.arms.end());
  RowDraws out;
  for (std::size_t draw = 0; draw < kRowDraws; ++draw) {
    std::vector<std::uint32_t> times(split.y.size());
    numeric::RandomStream random(seed, numeric::Purpose::kStatistics, draw);
    for (const std::vector<std::uint32_t>& rows : of_class) {
      for (std::size_t i = 0; i < rows.size(); ++i) ++times[rows[random.below(rows.size())]];
    }
    std::vector<TestedValues>& values = out.values.emplace_back();
    for (const Ranked& arm : ranked) {
      values.push_back(judge(arm, base_rate ? arm.arm.chosen_at_base_rate : arm.arm.chosen, times));
    }
  }
  return out;
}

PairedTest paired_bootstrap(const RowDraws& draws, std::size_t a, std::size_t b, std::size_t metric, double delta) {
  std::vector<double> difference;
  for (const std::vector<TestedValues>& values : draws.values) {
    difference.push_back(values[b][metric] - values[a][metric]);
  }
  std::ranges::sort(difference);
  const auto n = static_cast<double>(difference.size());
  const auto place = [&](double share) { return difference[static_cast<std::size_t>(std::lround(share * (n - 1)))]; };
  const auto below = static_cast<double>(std::ranges::upper_bound(difference, 0.0) - difference.begin());
  const auto above = static_cast<double>(difference.end() - std::ranges::lower_bound(difference, 0.0));
  return {.delta = delta,
          .ci_low = place(0.025),
          .ci_high = place(0.975),
          .p = std::min(1.0, 2 * (1 + std::min(below, above)) / (n + 1))};
}

}  // namespace ballast::app
