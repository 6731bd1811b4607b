// What each arm of a study would do at any threshold, small enough to put on a page: confusion counts on a fixed grid
// of thresholds. The thresholds that were chosen are the study's own (app/study/thresholds.hpp).
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

// Mean counts of a row of decisions: rates follow from them.
struct Rates {
  double recall = 0, precision = 0, alerts = 0, cost = 0;  // alerts and cost for each 1,000 rows
};
// Precision is 0 where nothing is flagged, as in the metrics.
Rates rates_of(const classifiers::Confusion& counts, double negative_weight, const Costs& costs);

class OperatingGrid {
 public:
  // One call for each arm of each repeat.
  void add(const ArmScores& scores);

  // Mean over the repeats of the counts at each threshold of the grid.
  std::vector<classifiers::Confusion> mean_counts(const std::string& classifier, const std::string& augmentation) const;

 private:
  // Positives and negatives by the number of thresholds that their scores reach.
  struct Histogram {
    std::vector<double> positive, negative;
    std::size_t repeats = 0;
  };
  std::map<std::pair<std::string, std::string>, Histogram> histograms_;  // by arm
};

}  // namespace ballast::app::page
