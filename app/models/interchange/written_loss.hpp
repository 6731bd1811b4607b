// Losses that other forms of a model have no words for.
#pragma once

#include <string>

#include "classifiers/explain/ensemble.hpp"
#include "engine/error.hpp"

namespace ballast::app {

// Throws Error on focal loss, whose probabilities are not the logistic function of its margins.
inline void require_common_link(const classifiers::TreeEnsemble& ensemble, const char* form) {
  if (ensemble.is_forest || ensemble.loss != classifiers::Loss::focal) return;
  throw Error(std::string("a model of focal loss cannot be written as ") + form)
      .expected("a loss whose probabilities are logistic functions of margins: cross-entropy or squared")
      .got("focal")
      .hint("--to json writes all of it; `ballast train --loss cross-entropy` makes a model that can");
}

}  // namespace ballast::app
