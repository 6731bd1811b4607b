#include "app/study/learner.hpp"

#include <algorithm>

#include "classifiers/row_source.hpp"

namespace ballast::app {

const std::vector<std::string>& classifier_names() {
  static const std::vector<std::string> names{"forest", "boosting"};
  return names;
}

LearnerOptions LearnerOptions::like_number(std::size_t k) const {
  LearnerOptions out = *this;
  if (k == 0) return out;
  constexpr std::uint64_t kApart = 1'000'003;  // from the seeds of other repeats
  constexpr double kInBootstrap = 0.632;       // 1 - 1/e
  out.set_seed(forest.seed + k * kApart);
  out.boosting.subsample = std::min(boosting.subsample, kInBootstrap);
  return out;
}

double learned_share(const std::string& kind, const classifiers::TrainingSet& data, const LearnerOptions& options) {
  const bool boosting = kind == "boosting";
  if (!boosting && options.forest.balanced_bootstrap) return 0.5;
  double positive = 0, other = 0;
  for (std::size_t row = 0; row < data.y.size(); ++row) {
    const double weight = boosting && !data.weight.empty() ? static_cast<double>(data.weight[row]) : 1;
    (data.y[row] == 1 ? positive : other) += weight;
  }
  if (data.fresh != nullptr) {
    const double weight = boosting ? static_cast<double>(data.fresh->weight()) : 1;
    (data.fresh->label() == 1 ? positive : other) += weight * static_cast<double>(data.fresh->rows());
  }
  if (boosting) positive *= options.boosting.scale_pos_weight;
  return positive / (positive + other);
}

Trained train_classifier(const std::string& kind, const classifiers::TrainingSet& data, const LearnerOptions& options,
                         numeric::ThreadPool& pool, Observer& observer) {
  Trained out;
  if (kind == "forest") {
    classifiers::ForestReport report;
    out.model =
        std::make_unique<classifiers::Forest>(classifiers::train_forest(data, options.forest, pool, observer, &report));
    out.bin_seconds = report.bin_seconds;
    out.fit_seconds = report.grow_seconds;
  } else {
    classifiers::BoostingReport report;
    out.model = std::make_unique<classifiers::Boosting>(
        classifiers::train_boosting(data, options.boosting, pool, observer, nullptr, &report));
    out.bin_seconds = report.bin_seconds;
    out.fit_seconds = report.grow_seconds;
  }
  return out;
}

}  // namespace ballast::app
