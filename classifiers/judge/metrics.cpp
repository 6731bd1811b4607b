#include "classifiers/judge/metrics.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "classifiers/judge/row_weight.hpp"
#include "engine/error.hpp"

namespace ballast::classifiers {
namespace {

void check(std::size_t rows, std::span<const std::int32_t> y, std::span<const float> weight) {
  if (rows == 0) throw Error("no rows to score");
  if (y.size() != rows) {
    throw Error("scores and labels differ in number")
        .expected(std::to_string(rows) + " labels")
        .got(std::to_string(y.size()));
  }
  if (!weight.empty() && weight.size() != rows) {
    throw Error("scores and weights differ in number")
        .expected(std::to_string(rows) + " weights")
        .got(std::to_string(weight.size()));
  }
}

template <class T>
void check(std::span<const T> score, std::span<const std::int32_t> y, std::span<const float> weight) {
  check(score.size(), y, weight);
  const auto bad = std::find_if(score.begin(), score.end(), [](T s) { return std::isnan(s); });
  if (bad != score.end()) throw Error("row " + std::to_string(bad - score.begin()) + " has no score").got("nan");
}

double ratio(double part, double whole) {
  return whole > 0 ? part / whole : 0;
}

// The rows with one score, best score first: how much weight each class has there.
struct Step {
  double positive = 0, negative = 0;
};

struct Ranking {
  std::vector<Step> steps;
  double positive = 0, negative = 0;
};

template <class T>
Ranking rank(std::span<const T> score, std::span<const std::int32_t> y, std::span<const float> weight) {
  check(score, y, weight);
  std::vector<std::uint32_t> order(score.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return score[a] != score[b] ? score[a] > score[b] : a < b; });
  Ranking out;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || score[order[i]] != score[order[i - 1]]) out.steps.emplace_back();
    (y[order[i]] == 1 ? out.steps.back().positive : out.steps.back().negative) += weight_at(weight, order[i]);
  }
  for (const Step& step : out.steps) {
    out.positive += step.positive;
    out.negative += step.negative;
  }
  if (!(out.positive > 0 && out.negative > 0)) {
    throw Error("a ranking metric needs rows of both classes")
        .got(out.positive > 0 ? "positives only" : "negatives only");
  }
  return out;
}

double clipped_log(double probability) {
  return std::log(std::clamp(probability, kLogLossClip, 1 - kLogLossClip));
}

template <class T>
Confusion confusion_of(std::span<const T> score, std::span<const std::int32_t> y, double threshold,
                       std::span<const float> weight) {
  check(score, y, weight);
  Confusion counts;
  for (std::size_t row = 0; row < score.size(); ++row) {
    const bool flagged = static_cast<double>(score[row]) >= threshold;
    const bool positive = y[row] == 1;
    (flagged ? (positive ? counts.tp : counts.fp) : (positive ? counts.fn : counts.tn)) += weight_at(weight, row);
  }
  return counts;
}

template <class T>
double roc_auc_of(std::span<const T> score, std::span<const std::int32_t> y, std::span<const float> weight) {
  const Ranking ranking = rank(score, y, weight);
  double area = 0, positives_above = 0;
  for (const Step& step : ranking.steps) {
    area += step.negative * (positives_above + 0.5 * step.positive);
    positives_above += step.positive;
  }
  return area / (ranking.positive * ranking.negative);
}

template <class T>
double average_precision_of(std::span<const T> score, std::span<const std::int32_t> y, std::span<const float> weight) {
  const Ranking ranking = rank(score, y, weight);
  double area = 0, positives = 0, flagged = 0;
  for (const Step& step : ranking.steps) {
    positives += step.positive;
    flagged += step.positive + step.negative;
    area += step.positive * ratio(positives, flagged);
  }
  return area / ranking.positive;
}

template <class T>
double log_loss_of(std::span<const T> score, std::span<const std::int32_t> y, std::span<const float> weight) {
  check(score, y, weight);
  double sum = 0, total = 0;
  for (std::size_t row = 0; row < score.size(); ++row) {
    const double p = static_cast<double>(score[row]), w = weight_at(weight, row);
    sum -= w * clipped_log(y[row] == 1 ? p : 1 - p);
    total += w;
  }
  return ratio(sum, total);
}

template <class T>
double brier_of(std::span<const T> score, std::span<const std::int32_t> y, std::span<const float> weight) {
  check(score, y, weight);
  double sum = 0, total = 0;
  for (std::size_t row = 0; row < score.size(); ++row) {
    const double miss = static_cast<double>(score[row]) - (y[row] == 1 ? 1 : 0), w = weight_at(weight, row);
    sum += w * miss * miss;
    total += w;
  }
  return ratio(sum, total);
}

template <class T>
double log_loss_of(numeric::MatrixView<const T> probability, std::span<const std::int32_t> y,
                   std::span<const float> weight) {
  check(probability.rows(), y, weight);
  double sum = 0, total = 0;
  for (std::size_t row = 0; row < y.size(); ++row) {
    const double w = weight_at(weight, row);
    sum -= w * clipped_log(static_cast<double>(probability(row, static_cast<std::size_t>(y[row]))));
    total += w;
  }
  return ratio(sum, total);
}

template <class T>
double accuracy_of(numeric::MatrixView<const T> probability, std::span<const std::int32_t> y,
                   std::span<const float> weight) {
  check(probability.rows(), y, weight);
  double right = 0, total = 0;
  for (std::size_t row = 0; row < y.size(); ++row) {
    const auto p = probability.row(row);
    const auto best = std::max_element(p.begin(), p.end()) - p.begin();
    const double w = weight_at(weight, row);
    if (best == y[row]) right += w;
    total += w;
  }
  return ratio(right, total);
}

}  // namespace

double precision(const Confusion& counts) {
  return ratio(counts.tp, counts.tp + counts.fp);
}

double recall(const Confusion& counts) {
  return ratio(counts.tp, counts.tp + counts.fn);
}

double f1(const Confusion& counts) {
  return ratio(2 * counts.tp, 2 * counts.tp + counts.fp + counts.fn);
}

double accuracy(const Confusion& counts) {
  return ratio(counts.tp + counts.tn, counts.tp + counts.fp + counts.fn + counts.tn);
}

// NOLINTBEGIN(bugprone-macro-parentheses): T is a type
#define BALLAST_METRICS_OF(T)                                                                                          \
  Confusion confusion(std::span<const T> score, std::span<const std::int32_t> y, double threshold,                     \
                      std::span<const float> weight) {                                                                 \
    return confusion_of(score, y, threshold, weight);                                                                  \
  }                                                                                                                    \
  double roc_auc(std::span<const T> score, std::span<const std::int32_t> y, std::span<const float> weight) {           \
    return roc_auc_of(score, y, weight);                                                                               \
  }                                                                                                                    \
  double average_precision(std::span<const T> score, std::span<const std::int32_t> y, std::span<const float> weight) { \
    return average_precision_of(score, y, weight);                                                                     \
  }                                                                                                                    \
  double log_loss(std::span<const T> score, std::span<const std::int32_t> y, std::span<const float> weight) {          \
    return log_loss_of(score, y, weight);                                                                              \
  }                                                                                                                    \
  double brier(std::span<const T> score, std::span<const std::int32_t> y, std::span<const float> weight) {             \
    return brier_of(score, y, weight);                                                                                 \
  }                                                                                                                    \
  double log_loss(numeric::MatrixView<const T> probability, std::span<const std::int32_t> y,                           \
                  std::span<const float> weight) {                                                                     \
    return log_loss_of(probability, y, weight);                                                                        \
  }                                                                                                                    \
  double accuracy(numeric::MatrixView<const T> probability, std::span<const std::int32_t> y,                           \
                  std::span<const float> weight) {                                                                     \
    return accuracy_of(probability, y, weight);                                                                        \
  }
BALLAST_METRICS_OF(float)
BALLAST_METRICS_OF(double)
#undef BALLAST_METRICS_OF
// NOLINTEND(bugprone-macro-parentheses)

}  // namespace ballast::classifiers
