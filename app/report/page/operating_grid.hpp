// What each arm of a study would do at any threshold, small enough to put on a page: confusion counts on a fixed grid
// of thresholds, and the threshold of least cost that validation rows would choose.
//
//   cost(T) = miss * FN(T) + alarm * FP(T)        at a base rate each negative weighs w (base_rate.hpp)
//
// Validation costs no training here. For repeat r the validation rows are the test rows of the other repeats that are
// in the training part of r: scored by models of the same arm that have not seen them, as in cross-validated threshold
// tuning, so no row that judges a threshold has chosen it. Where there are no such rows (one repeat, or the first
// window of a split by time) the threshold is the one that would be best if scores were calibrated probabilities, alarm
// * w / (alarm * w + miss) (Elkan 2001, "The foundations of cost-sensitive learning", eq. 2), and the page says so.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/study/study.hpp"
#include "classifiers/judge/metrics.hpp"

namespace ballast::app::page {

// Ascending thresholds in [0, 1], finer near both ends, 0.5 among them: rare classes are decided near an end.
std::span<const double> threshold_grid();
std::size_t place_of_half();  // its index
// The grid's nearest to a threshold.
std::size_t nearest_place(double threshold);

struct Costs {
  double miss = 10, alarm = 1;
};

// Mean counts of a row of decisions: rates follow from them.
struct Rates {
  double recall = 0, precision = 0, alerts = 0, cost = 0;  // alerts and cost for each 1,000 rows
};
// Precision is 0 where nothing is flagged, as in the metrics.
Rates rates_of(const classifiers::Confusion& counts, double negative_weight, const Costs& costs);

class OperatingGrid {
 public:
  // Rows of the test part and, after that, one call for each arm of that repeat.
  void start_repeat(const tabular::Split& split, std::size_t data_rows);
  void add(const ArmScores& scores);

  // Mean over the repeats of the counts at each threshold of the grid.
  std::vector<classifiers::Confusion> mean_counts(const std::string& classifier, const std::string& augmentation) const;

  struct Choice {
    bool validated = false;          // else by Elkan's formula
    std::vector<double> thresholds;  // one a repeat
    classifiers::Confusion counts;   // mean over the repeats, of each at its own threshold
    double median() const;
  };
  Choice choose(const std::string& classifier, const std::string& augmentation, double negative_weight,
                const Costs& costs) const;

 private:
  struct Repeat {
    std::vector<std::uint8_t> in_train;  // by row of the data set
    std::vector<std::size_t> rows;       // of the test part
    std::vector<std::int32_t> y;
  };
  using Bins = std::vector<std::uint8_t>;  // how many thresholds of the grid a score reaches
  const std::vector<Bins>& bins_of(const std::string& classifier, const std::string& augmentation) const;

  std::vector<Repeat> repeats_;
  std::map<std::pair<std::string, std::string>, std::vector<Bins>> bins_;  // by arm, then repeat
};

}  // namespace ballast::app::page
