#include "classifiers/boosting/objective.hpp"

#include <cassert>

namespace ballast::classifiers {

std::unique_ptr<Objective> make_objective(std::size_t classes, const BoostingOptions& options) {
  assert(options.loss == Loss::cross_entropy || classes == 2);
  if (options.loss == Loss::squared) return squared_objective(options);
  if (options.loss == Loss::focal) return focal_objective(options);
  return classes == 2 ? logistic_objective(options) : softmax_objective(classes);
}

}  // namespace ballast::classifiers
