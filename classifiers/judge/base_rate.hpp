// Rows weighed as if positives were a stated share of all: the base rate where a model will work, which the rows at
// hand (thinned out, enriched, augmented) need not have. Each positive weighs 1, each negative
//
//   w = P (1 - rate) / (rate N),   so that P / (P + w N) = rate
//
// for P positives and N negatives. Recall and ROC-AUC cannot change by it; precision, log-loss and the like do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ballast::classifiers {

// w. Requires: base_rate in (0, 1), negatives > 0.
double negative_weight(std::size_t positives, std::size_t negatives, double base_rate);

// One weight a row; all ones where a class has no rows. y: 1 is positive. Requires: base_rate in (0, 1).
std::vector<float> weights_at_base_rate(std::span<const std::int32_t> y, double base_rate);

}  // namespace ballast::classifiers
