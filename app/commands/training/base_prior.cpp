#include "app/commands/training/base_prior.hpp"

#include <cmath>
#include <vector>

#include "classifiers/decide/prior_shift.hpp"

namespace ballast::app {

std::optional<classifiers::Boosting> in_prior_of_rows(const ClassifierFile& base, double learned, double sampled,
                                                      const DecisionPlan& plan) {
  constexpr double kRounding = 1e-6;
  const auto* model = dynamic_cast<const classifiers::Boosting*>(base.model.get());
  if (model == nullptr || model->classes() != 2 || model->loss() != classifiers::Loss::cross_entropy) return {};
  if (!plan.correct_prior) return {};
  double of_base = base.decision.odds_ratio;
  if (base.decision.base_rate && base.made_by.rows > 0) {  // it leads to the rate that was stated
    const double own = static_cast<double>(base.made_by.positives) / static_cast<double>(base.made_by.rows);
    of_base *= classifiers::prior_odds_ratio(own, *base.decision.base_rate);
  }
  const double shift = std::log(of_base / classifiers::prior_odds_ratio(sampled, learned));
  if (std::fabs(shift) < kRounding) return {};
  std::vector<float> margin = model->base_margin();
  for (float& start : margin) start += static_cast<float>(shift);
  return classifiers::Boosting(model->trees(), std::move(margin), model->features(), model->classes(), model->loss());
}

}  // namespace ballast::app
