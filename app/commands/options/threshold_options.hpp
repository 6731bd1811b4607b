// --folds, --cost-miss, --cost-alarm, --effect: how a study chooses its thresholds, and what it should see.
#pragma once

#include <vector>

#include "app/commands/parsing/command.hpp"
#include "app/study/study.hpp"

namespace ballast::app {

std::vector<OptionSpec> threshold_options();

struct ThresholdOptions {
  std::size_t folds;
  Costs costs;
  double effect;
};
// Throws Error on costs that are both 0.
ThresholdOptions read_threshold_options(const Arguments& arguments);

}  // namespace ballast::app
