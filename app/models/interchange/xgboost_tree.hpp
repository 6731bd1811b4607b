// One tree of an XGBoost JSON file becomes a DecisionTree. Nothing in it is believed: lengths are those of the arrays
// that are there, children are followed once each from the root, and every number is looked at.
//
// A node of split_type 1 splits by categories: XGBoost lists those that go right in `categories`, all others go left,
// NaN by default_left. The i-th list is of node categories_nodes[i] and is categories_sizes[i] long from
// categories_segments[i] on.
#pragma once

#include <cstddef>
#include <vector>

#include "app/models/interchange/checked_json.hpp"
#include "classifiers/trees/tree.hpp"

namespace ballast::app {

// For each feature the code here of each of its categories there; empty for a number, or codes that stay.
using FeatureCodes = std::vector<std::vector<std::size_t>>;

// Values that are no category of ours, below 0 or from 255 on, go where missing values go; in XGBoost they go left. A
// threshold of minus infinity is the least float32: nothing is below either. Throws Error on what is no tree over
// codes.size() features, and on categories beyond 254 or beyond those of the feature.
classifiers::DecisionTree read_xgboost_tree(const JsonNode& tree, const FeatureCodes& codes);

}  // namespace ballast::app
