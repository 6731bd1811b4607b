#include "app/study/thresholds.hpp"

#include "classifiers/judge/choice.hpp"

namespace ballast::app {

Thresholds choose_thresholds(std::span<const float> score, std::span<const std::int32_t> y, const Costs& costs,
                             std::span<const float> weight) {
  using classifiers::Choice;
  const Choice f1{Choice::Rule::f_beta, 1}, cost{Choice::Rule::cost, 1};
  return {classifiers::choose(f1, score, y, weight).threshold,
          classifiers::choose(cost, score, y, weight, {costs.miss, costs.alarm}).threshold};
}

Thresholds unchosen_thresholds(const Costs& costs, double negative_weight) {
  const double alarm = costs.alarm * negative_weight;
  return {0.5, alarm / (alarm + costs.miss)};
}

}  // namespace ballast::app
