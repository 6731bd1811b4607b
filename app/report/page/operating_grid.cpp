#include "app/report/page/operating_grid.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ballast::app::page {
namespace {

using classifiers::Confusion;

constexpr double kEnds[]{0.0005, 0.001, 0.002, 0.003, 0.004, 0.005, 0.0075};

std::vector<double> make_grid() {
  std::vector<double> grid(std::begin(kEnds), std::end(kEnds));
  for (int i = 1; i < 100; ++i) grid.push_back(i / 100.0);
  for (std::size_t i = std::size(kEnds); i-- > 0;) grid.push_back(1 - kEnds[i]);
  return grid;
}

}  // namespace

std::span<const double> threshold_grid() {
  static const std::vector<double> grid = make_grid();
  return grid;
}

std::size_t place_of_half() {
  return nearest_place(0.5);
}

std::size_t nearest_place(double threshold) {
  const auto grid = threshold_grid();
  const auto nearest = std::ranges::min_element(grid, {}, [&](double t) { return std::abs(t - threshold); });
  return static_cast<std::size_t>(nearest - grid.begin());
}

Rates rates_of(const Confusion& counts, double weight, const Costs& costs) {
  const double alarms = weight * counts.fp, rows = counts.tp + counts.fn + weight * (counts.fp + counts.tn);
  if (!(rows > 0)) return {};
  return {classifiers::recall(counts), counts.tp > 0 ? counts.tp / (counts.tp + alarms) : 0,
          1000 * (counts.tp + alarms) / rows, 1000 * (costs.miss * counts.fn + costs.alarm * alarms) / rows};
}

void OperatingGrid::add(const ArmScores& scores) {
  const auto grid = threshold_grid();
  Histogram& histogram = histograms_[{scores.classifier, scores.augmentation}];
  histogram.positive.resize(grid.size() + 1);
  histogram.negative.resize(grid.size() + 1);
  ++histogram.repeats;
  for (std::size_t i = 0; i < scores.score.size(); ++i) {
    const auto reached = std::ranges::upper_bound(grid, double{scores.score[i]}) - grid.begin();
    (scores.y[i] == 1 ? histogram.positive : histogram.negative)[static_cast<std::size_t>(reached)] += 1;
  }
}

std::vector<Confusion> OperatingGrid::mean_counts(const std::string& classifier,
                                                  const std::string& augmentation) const {
  const Histogram& histogram = histograms_.at({classifier, augmentation});
  const double share = 1 / static_cast<double>(histogram.repeats);
  const auto sum = [](const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); };
  const double positives = sum(histogram.positive), negatives = sum(histogram.negative);
  std::vector<Confusion> out(threshold_grid().size());
  double tp = 0, fp = 0;
  for (std::size_t place = out.size(); place-- > 0;) {  // scores that reach more thresholds are flagged
    tp += histogram.positive[place + 1];
    fp += histogram.negative[place + 1];
    out[place] = {.tp = share * tp, .fp = share * fp, .fn = share * (positives - tp), .tn = share * (negatives - fp)};
  }
  return out;
}

}  // namespace ballast::app::page
