// Reliability: do probabilities come true? Rows are put in bins by their probability; where it is well calibrated, the
// share of positives in a bin is the bin's mean probability. The Brier score falls into parts that say the same in one
// figure each (Murphy 1973; the within-bin part after Stephenson, Coelho & Jolliffe 2008, eq. 5, which makes the sum
// exact for probabilities that vary inside a bin):
//
//   Brier = reliability - resolution + uncertainty + within
//
//   reliability  sum_k W_k (f_k - o_k)^2 / W    how far bins are off; 0 is perfect
//   resolution   sum_k W_k (o_k - o)^2 / W      how far the bins' shares differ from the overall share; more is better
//   uncertainty  o (1 - o)                      of the rows alone, whatever the probabilities
//   within       sum_i w_i ((p_i - f_k)^2 - 2 (y_i - o_k) (p_i - f_k)) / W
//
// W weight; f_k mean probability and o_k share of positives in bin k; o the share of all.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace ballast::classifiers {

struct ReliabilityBin {
  double low = 0, high = 0;  // low <= p < high; the last bin holds 1 too
  std::size_t rows = 0;      // a bin without weight has none and is left out
  double weight = 0;         // of its rows
  double mean = 0;           // probability
  double share = 0;          // of positives, by weight
};

struct Reliability {
  std::vector<ReliabilityBin> bins;  // those that hold rows, ascending
  double brier = 0, reliability = 0, resolution = 0, uncertainty = 0, within = 0;
};

// Tenths of equal width, the lowest cut again at 0.001 and 0.01: where one class is rare, most rows lie there.
std::span<const double> reliability_edges();

// edges: ascending, the first 0, the last 1; bin k lies between edges k and k + 1.
// Throws Error as the metrics do, and when all weight is 0. Requires: probabilities in [0, 1].
Reliability reliability(std::span<const float> probability, std::span<const std::int32_t> y,
                        std::span<const float> weight = {}, std::span<const double> edges = reliability_edges());
Reliability reliability(std::span<const double> probability, std::span<const std::int32_t> y,
                        std::span<const float> weight = {}, std::span<const double> edges = reliability_edges());

}  // namespace ballast::classifiers
