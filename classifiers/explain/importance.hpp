// Importance of features as the trees themselves tell it: how often they are split on, what the splits gained, and the
// training weight that went through them. What a feature is worth on rows not learned from stands in out_of_bag.hpp.
#pragma once

#include <cstddef>
#include <vector>

#include "classifiers/classifier.hpp"

namespace ballast::classifiers {

// Sums over all splits on the feature, in all trees. XGBoost's "weight", "total_gain" and "total_cover"; its "gain" and
// "cover" are these divided by `splits`.
struct FeatureImportance {
  std::size_t splits = 0;
  double gain = 0, cover = 0;
};

// One a feature. Throws Error when the model was written before gains and covers were kept.
std::vector<FeatureImportance> feature_importance(const Classifier& model);

}  // namespace ballast::classifiers
