// The prior of a model that --continue goes on from: what it learned of how frequent positives are, which added rows
// and weights have moved, becomes that of the rows to come.
#pragma once

#include <optional>

#include "app/commands/options/decision_options.hpp"
#include "app/data/model_file.hpp"
#include "classifiers/boosting/boosting.hpp"

namespace ballast::app {

// The base with other margins to start from, where the two corrections of the prior differ: with factors r
// (prior_shift.hpp) of the base and r' of the rows to come, log(r / r') more. So no round has to learn it anew, and r'
// puts all right. Nothing where they are the same, where none is wanted, and of other losses than cross-entropy and
// many classes. learned: the share of positives as the rows to come have it; sampled: as the data have it.
std::optional<classifiers::Boosting> in_prior_of_rows(const ClassifierFile& base, double learned, double sampled,
                                                      const DecisionPlan& plan);

}  // namespace ballast::app
