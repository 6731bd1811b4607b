#include "app/study/claims/chance.hpp"

#include <algorithm>
#include <cmath>

namespace ballast::app {
namespace {

// Whether the values lie above 0 beyond the noise of the splits.
bool is_above_zero(const std::vector<double>& values, double test_to_train) {
  const PairedTest test = corrected_resampled_t(values, test_to_train);
  return test.ci_low.value_or(test.delta) > 0;
}

// Standard deviation of the ROC-AUC of scores drawn blindly, in one repeat (Mann and Whitney 1947).
double blind_roc_error(double positives, double negatives) {
  return std::sqrt((positives + negatives + 1) / (12 * positives * negatives));
}

// By what the mean of so many repeats varies less than one of them. They share the table, so it is more than
// sqrt(1 / repeats) (Nadeau and Bengio 2003), and no more than of one.
double shrinking(double repeats, double test_to_train) {
  return std::sqrt(std::min(1.0, 1 / repeats + test_to_train));
}

}  // namespace

BlindTest blind_test(const StudyResult& result, const std::string& classifier) {
  const Arm& plain = *find_arm(result, classifier, "none");
  const StudyOptions& options = result.options;
  BlindTest out{.pr_auc = plain.summary[kPrAuc].mean, .roc_auc = plain.summary[kRocAuc].mean};
  std::vector<double> pr_auc, roc_auc;
  double share = 0, roc_error = 0;
  const auto repeats = static_cast<double>(plain.per_repeat.size());
  for (const RepeatResult& r : plain.per_repeat) {
    const std::size_t positives = r.plain.tp + r.plain.fn, rows = positives + r.plain.fp + r.plain.tn;
    const double blind = blind_pr_auc(positives, rows);
    out.blind_pr_auc += blind / repeats;
    share += static_cast<double>(positives) / static_cast<double>(rows) / repeats;
    roc_error += blind_roc_error(static_cast<double>(positives), static_cast<double>(rows - positives)) / repeats;
    pr_auc.push_back(r.metrics[kPrAuc] - blind);
    roc_auc.push_back(r.metrics[kRocAuc] - 0.5);
  }
  constexpr double kErrors = 2;
  const bool shows = is_above_zero(pr_auc, result.test_to_train) || is_above_zero(roc_auc, result.test_to_train);
  out.at_chance = !shows && out.roc_auc - 0.5 < kErrors * roc_error * shrinking(repeats, result.test_to_train);
  if (!options.chooses_thresholds()) return out;
  out.cost = (options.base_rate ? *plain.at_base_rate : plain.summary)[kChosenCost].mean;
  out.cost_of_nothing = 1000 * options.costs.miss * options.base_rate.value_or(share);
  return out;
}

std::vector<std::string> classifiers_at_chance(const StudyResult& result) {
  std::vector<std::string> out;
  for (const std::string& classifier : result.options.classifiers) {
    if (blind_test(result, classifier).at_chance) out.push_back(classifier);
  }
  return out;
}

}  // namespace ballast::app
