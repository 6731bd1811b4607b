// The trees of an XGBoost file: gbtree or dart, whichever version wrote it. One tree is read in xgboost_tree.cpp.
//
// A round adds num_parallel_tree trees to each sum. After early stopping the attribute best_iteration names the last
// round that scikit-learn's wrapper predicts with, and the rest are left out. dart multiplies the leaves of tree t by
// weight_drop[t], which stands beside the model up to 3.4 and in it later.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/models/interchange/checked_json.hpp"
#include "app/models/interchange/xgboost_tree.hpp"
#include "classifiers/trees/tree.hpp"

namespace ballast::app {

struct XgboostTrees {
  std::vector<std::vector<classifiers::DecisionTree>> groups;  // trees of each sum, in their order
  std::size_t rounds = 0, rounds_in_file = 0;
};

// The object that holds `trees`, of the object `learner`. Throws Error on a booster that is not of trees.
JsonNode booster_model(const JsonNode& learner);

// codes: for each feature, see xgboost_tree.hpp. Throws Error on trees, weights or rounds that cannot be.
XgboostTrees read_xgboost_trees(const JsonNode& learner, std::size_t groups, const FeatureCodes& codes,
                                bool all_rounds);

}  // namespace ballast::app
