#include "classifiers/boosting/watch.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "classifiers/judge/metrics.hpp"

namespace ballast::classifiers {

void start_margins(numeric::MatrixView<const double> x, const Objective& objective, const Boosting* base,
                   numeric::MatrixView<float> out, numeric::ThreadPool& pool) {
  if (base != nullptr) return base->predict_margin(x, out, pool);
  const std::vector<float> start = objective.base_margin();
  for (std::size_t row = 0; row < out.rows(); ++row) std::ranges::copy(start, out.row(row).begin());
}

Watch::Watch(const TrainingSet& data, const Objective& objective, const BoostingOptions& options, const Boosting* base,
             numeric::ThreadPool& pool)
    : data_(data),
      objective_(objective),
      options_(options),
      margin_(data.x.rows(), objective.groups()),
      probability_(data.x.rows(), data.classes),
      best_(options.stopping_metric == StoppingMetric::log_loss ? std::numeric_limits<double>::infinity()
                                                                : -std::numeric_limits<double>::infinity()) {
  start_margins(data.x, objective, base, margin_.view(), pool);
}

double Watch::score(std::span<const DecisionTree> round, numeric::ThreadPool& pool) {
  TreePredictor(round, data_.x.columns(), 1, round.size()).add(data_.x, margin_.view(), pool);
  objective_.probabilities(margin_.view(), probability_.view());
  if (options_.stopping_metric == StoppingMetric::log_loss) {
    return log_loss(probability_.view(), data_.y, data_.weight);
  }
  std::vector<float> positive(probability_.rows());
  for (std::size_t row = 0; row < positive.size(); ++row) positive[row] = probability_(row, 1);
  return average_precision(positive, data_.y, data_.weight);
}

bool Watch::should_stop(double score, std::size_t rounds) {
  const bool better = options_.stopping_metric == StoppingMetric::log_loss ? score < best_ : score > best_;
  if (better) {
    best_ = score;
    best_round_ = rounds;
  }
  return options_.early_stopping_rounds != 0 && rounds - best_round_ >= options_.early_stopping_rounds;
}

}  // namespace ballast::classifiers
