// Thresholds: where to take the decision, chosen on rows that neither trained the model nor judge it.
//
// Scores allow only so many decisions: flag nothing, flag the best-scored rows down to some score, flag everything.
// Each is an OperatingPoint; a way of choosing is a figure of merit on its confusion counts, and `best_point` takes the
// point where it is largest. A new way is a few lines:
//
//   most recall at precision >= p:
//     best_point(points, [p](const Confusion& c) { return precision(c) >= p ? recall(c) : -1; })
//   least cost:
//     best_point(points, [=](const Confusion& c) { return -(miss * c.fn + alarm * c.fp); })
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "classifiers/judge/metrics.hpp"

namespace ballast::classifiers {

struct OperatingPoint {
  double threshold = 0;  // rows with score >= threshold are flagged
  Confusion counts;
};

// Every decision the scores allow, from flagging nothing to flagging every row, so flagged rows only grow. A threshold
// lies halfway between the lowest score flagged and the highest that is not, where new rows are safest from a tie; the
// first is just above the best score, the last is the lowest score. Equal scores are flagged together.
// Throws Error as the metrics do. Cost: one sort.
std::vector<OperatingPoint> operating_points(std::span<const float> score, std::span<const std::int32_t> y,
                                             std::span<const float> weight = {});

// The point of the largest merit; of equals the one that flags least. Requires: points not empty.
OperatingPoint best_point(std::span<const OperatingPoint> points, const std::function<double(const Confusion&)>& merit);

// (1 + beta^2) P R / (beta^2 P + R): recall counts beta times as much as precision (van Rijsbergen 1979, ch. 7).
double f_beta(const Confusion& counts, double beta);

// The point of the largest F_beta.
OperatingPoint best_f_beta(std::span<const OperatingPoint> points, double beta = 1);

}  // namespace ballast::classifiers
