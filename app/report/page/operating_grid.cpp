#include "app/report/page/operating_grid.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

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

// Positives and negatives by the number of thresholds that their scores reach.
struct Histogram {
  std::vector<double> positive, negative;
  Histogram() : positive(threshold_grid().size() + 1), negative(positive.size()) {}
  void add(std::uint8_t bin, std::int32_t label) { (label == 1 ? positive : negative)[bin] += 1; }
};

// Scores that reach more than `place` thresholds are flagged at threshold `place`.
std::vector<Confusion> counts_of(const Histogram& histogram) {
  std::vector<Confusion> out(threshold_grid().size());
  Confusion at;
  for (std::size_t place = out.size(); place-- > 0;) {
    at.tp += histogram.positive[place + 1];
    at.fp += histogram.negative[place + 1];
    out[place] = at;
  }
  const double positives = at.tp + histogram.positive[0], negatives = at.fp + histogram.negative[0];
  for (Confusion& counts : out) {
    counts.fn = positives - counts.tp;
    counts.tn = negatives - counts.fp;
  }
  return out;
}

void accumulate(Confusion& sum, const Confusion& more, double share) {
  sum.tp += share * more.tp;
  sum.fp += share * more.fp;
  sum.fn += share * more.fn;
  sum.tn += share * more.tn;
}

// Of equal costs the place in the middle of the first run: where new rows are safest from a tie.
std::size_t cheapest(const std::vector<Confusion>& counts, double weight, const Costs& costs) {
  const auto cost = [&](const Confusion& c) { return costs.miss * c.fn + costs.alarm * weight * c.fp; };
  const auto best = std::ranges::min_element(counts, {}, cost);
  const auto end = std::find_if(best, counts.end(), [&](const Confusion& c) { return cost(c) > cost(*best); });
  return static_cast<std::size_t>(best - counts.begin() + (end - best - 1) / 2);
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

void OperatingGrid::start_repeat(const tabular::Split& split, std::size_t data_rows) {
  Repeat repeat{std::vector<std::uint8_t>(data_rows), split.test, {}};
  for (const std::size_t row : split.train) repeat.in_train[row] = 1;
  repeats_.push_back(std::move(repeat));
}

void OperatingGrid::add(const ArmScores& scores) {
  const auto grid = threshold_grid();
  Repeat& repeat = repeats_.back();
  assert(scores.score.size() == repeat.rows.size());
  if (repeat.y.empty()) repeat.y.assign(scores.y.begin(), scores.y.end());
  Bins bins;
  for (const float score : scores.score) {
    bins.push_back(static_cast<std::uint8_t>(std::ranges::upper_bound(grid, double{score}) - grid.begin()));
  }
  bins_[{scores.classifier, scores.augmentation}].push_back(std::move(bins));
}

const std::vector<OperatingGrid::Bins>& OperatingGrid::bins_of(const std::string& classifier,
                                                               const std::string& augmentation) const {
  return bins_.at({classifier, augmentation});
}

std::vector<Confusion> OperatingGrid::mean_counts(const std::string& classifier,
                                                  const std::string& augmentation) const {
  Histogram all;
  const auto& bins = bins_of(classifier, augmentation);
  for (std::size_t r = 0; r < bins.size(); ++r) {
    for (std::size_t i = 0; i < bins[r].size(); ++i) all.add(bins[r][i], repeats_[r].y[i]);
  }
  std::vector<Confusion> out(threshold_grid().size());
  const std::vector<Confusion> pooled = counts_of(all);
  for (std::size_t place = 0; place < out.size(); ++place) {
    accumulate(out[place], pooled[place], 1 / static_cast<double>(bins.size()));
  }
  return out;
}

double OperatingGrid::Choice::median() const {
  std::vector<double> sorted = thresholds;
  std::ranges::sort(sorted);
  return sorted[sorted.size() / 2];
}

OperatingGrid::Choice OperatingGrid::choose(const std::string& classifier, const std::string& augmentation,
                                            double weight, const Costs& costs) const {
  const auto& bins = bins_of(classifier, augmentation);
  Choice out;
  for (std::size_t r = 0; r < bins.size(); ++r) {
    Histogram validation, test;
    bool positives = false, negatives = false;
    for (std::size_t s = 0; s < bins.size(); ++s) {
      for (std::size_t i = 0; i < bins[s].size(); ++i) {
        const std::int32_t label = repeats_[s].y[i];
        if (s == r) {
          test.add(bins[s][i], label);
        } else if (repeats_[r].in_train[repeats_[s].rows[i]] != 0) {
          validation.add(bins[s][i], label);
          (label == 1 ? positives : negatives) = true;
        }
      }
    }
    out.validated = positives && negatives;
    const std::size_t place = out.validated ? cheapest(counts_of(validation), weight, costs)
                                            : nearest_place(costs.alarm * weight / (costs.alarm * weight + costs.miss));
    out.thresholds.push_back(threshold_grid()[place]);
    accumulate(out.counts, counts_of(test)[place], 1 / static_cast<double>(bins.size()));
  }
  return out;
}

}  // namespace ballast::app::page
