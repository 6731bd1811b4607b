// Metrics of a two-class score, all with row weights: what is flagged at a threshold, how well the scores rank, and how
// well they are calibrated. The positive class has label 1; a weight span is empty (all ones) or as long as the scores.
//
// Ranking metrics treat equal scores as one step, so the order of tied rows cannot change a figure.
// All throw Error when lengths differ, a score is NaN, or (ranking metrics) a class has no weight.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/numeric/matrix.hpp"

namespace ballast::classifiers {

// Weight of the rows by decision and truth; whole counts when there are no weights.
struct Confusion {
  double tp = 0, fp = 0, fn = 0, tn = 0;
  bool operator==(const Confusion&) const = default;
};

// score >= threshold flags a row.
Confusion confusion(std::span<const float> score, std::span<const std::int32_t> y, double threshold = 0.5,
                    std::span<const float> weight = {});

double precision(const Confusion& counts);  // tp / (tp + fp); 0 when nothing is flagged
double recall(const Confusion& counts);     // tp / (tp + fn); 0 when there are no positives
double f1(const Confusion& counts);         // 2 tp / (2 tp + fp + fn); 0 when all three are 0
double accuracy(const Confusion& counts);

// Probability that a positive outranks a negative, ties counting half (Mann-Whitney with mid-ranks).
double roc_auc(std::span<const float> score, std::span<const std::int32_t> y, std::span<const float> weight = {});

// Area under the precision-recall steps, sum of (R_n - R_{n-1}) P_n over distinct thresholds: scikit-learn's
// average_precision_score, no interpolation (Davis & Goadrich 2006 say why).
double average_precision(std::span<const float> score, std::span<const std::int32_t> y,
                         std::span<const float> weight = {});

// Probabilities are clipped to [kLogLossClip, 1 - kLogLossClip]: a forest is sometimes certain, and wrong.
inline constexpr double kLogLossClip = 1e-7;

// Weighted mean of -ln p(true class), and of (p - y)^2.
double log_loss(std::span<const float> score, std::span<const std::int32_t> y, std::span<const float> weight = {});
double brier(std::span<const float> score, std::span<const std::int32_t> y, std::span<const float> weight = {});

// K classes: probability is N x K.
double log_loss(numeric::MatrixView<const float> probability, std::span<const std::int32_t> y,
                std::span<const float> weight = {});
// Weighted share of rows whose most probable class (the first of equals) is the true one.
double accuracy(numeric::MatrixView<const float> probability, std::span<const std::int32_t> y,
                std::span<const float> weight = {});

// The same of scores in float64: of other programs, which may be finer than ours.
Confusion confusion(std::span<const double> score, std::span<const std::int32_t> y, double threshold = 0.5,
                    std::span<const float> weight = {});
double roc_auc(std::span<const double> score, std::span<const std::int32_t> y, std::span<const float> weight = {});
double average_precision(std::span<const double> score, std::span<const std::int32_t> y,
                         std::span<const float> weight = {});
double log_loss(std::span<const double> score, std::span<const std::int32_t> y, std::span<const float> weight = {});
double brier(std::span<const double> score, std::span<const std::int32_t> y, std::span<const float> weight = {});
double log_loss(numeric::MatrixView<const double> probability, std::span<const std::int32_t> y,
                std::span<const float> weight = {});
double accuracy(numeric::MatrixView<const double> probability, std::span<const std::int32_t> y,
                std::span<const float> weight = {});

}  // namespace ballast::classifiers
