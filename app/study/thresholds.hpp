// Thresholds chosen alike for every arm. A decision at 0.5 says little of an arm: added rows and weights move all
// scores, and so does a lower threshold, for nothing. What a threshold cannot buy is judged where each arm stands at
// its own best: the threshold of best F1 and the one of least cost, on scores of training rows that their models had
// not seen (classifiers/judge/honest_scores.hpp; the splits are folds_of in study_split.hpp).
#pragma once

#include <cstdint>
#include <span>

namespace ballast::app {

// What a decision costs: of a positive that is missed, of a false alarm.
struct Costs {
  double miss = 10, alarm = 1;
};

struct Thresholds {
  double f1 = 0.5, cost = 0.5;  // scores from here on are flagged
};

// weight: of the rows, or empty. Throws Error as classifiers::choose does.
Thresholds choose_thresholds(std::span<const float> score, std::span<const std::int32_t> y, const Costs& costs,
                             std::span<const float> weight = {});

// Where no rows choose: 0.5, and the threshold that costs least if scores are calibrated probabilities, alarm * w /
// (alarm * w + miss) (Elkan 2001, "The foundations of cost-sensitive learning", eq. 2). negative_weight: w, of a
// negative (classifiers/judge/base_rate.hpp).
Thresholds unchosen_thresholds(const Costs& costs, double negative_weight = 1);

}  // namespace ballast::app
