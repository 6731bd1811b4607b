#include "app/commands/options/threshold_options.hpp"

namespace ballast::app {

std::vector<OptionSpec> threshold_options() {
  constexpr Range kCost = closed_range(0, 1e9);
  static const StudyOptions defaults;
  return {{"folds", "N", defaults.folds,
           "Parts of each training part by which thresholds are chosen: every arm is made anew without each. 0 makes "
           "none, decides at 0.5 and tests PR-AUC alone, in half of the time.",
           whole_range(0, 100)},
          {"cost-miss", "X", defaults.costs.miss, "What a missed positive costs.", kCost},
          {"cost-alarm", "X", defaults.costs.alarm, "What a false alarm costs.", kCost},
          {"effect", "X", defaults.effect,
           "A gain of PR-AUC that matters: where the study is too small for it, the verdict says what it takes.",
           closed_range(1e-4, 0.5)}};
}

ThresholdOptions read_threshold_options(const Arguments& arguments) {
  ThresholdOptions out{
      arguments.whole("folds"), {arguments.real("cost-miss"), arguments.real("cost-alarm")}, arguments.real("effect")};
  if (out.folds == 1) throw Error("--folds 1 leaves nothing to learn from").expected("0, or 2 and more");
  if (out.costs.miss > 0 || out.costs.alarm > 0) return out;
  throw Error("--cost-miss and --cost-alarm are both 0: every threshold is as good");
}

}  // namespace ballast::app
