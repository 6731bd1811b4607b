#include "classifiers/explain/importance.hpp"

#include "classifiers/explain/ensemble.hpp"
#include "engine/error.hpp"

namespace ballast::classifiers {

std::vector<FeatureImportance> feature_importance(const Classifier& model) {
  const TreeEnsemble ensemble = ensemble_of(model);
  std::vector<FeatureImportance> out(ensemble.features);
  bool any_split = false, any_cover = false;
  for (const DecisionTree& tree : ensemble.trees) {
    for (const TreeNode& node : tree.nodes) {
      if (node.is_leaf()) continue;
      FeatureImportance& feature = out[static_cast<std::size_t>(node.feature)];
      ++feature.splits;
      feature.gain += static_cast<double>(node.gain);
      feature.cover += static_cast<double>(node.cover);
      any_split = true;
      any_cover |= node.cover > 0;
    }
  }
  if (any_split && !any_cover) {
    throw Error("the model was written before gains and covers were kept").hint("train it again to see importances");
  }
  return out;
}

}  // namespace ballast::classifiers
