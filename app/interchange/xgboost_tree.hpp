// One tree of an XGBoost JSON file becomes a DecisionTree. Nothing in it is believed: lengths are those of the arrays
// that are there, children are followed once each from the root, and every number is looked at.
//
// A node of split_type 1 splits by categories: XGBoost lists those that go right in `categories`, all others go left,
// NaN by default_left. The i-th list is of node categories_nodes[i] and is categories_sizes[i] long from
// categories_segments[i] on.
#pragma once

#include <cstddef>

#include "app/interchange/checked_json.hpp"
#include "classifiers/tree.hpp"

namespace ballast::app {

// Values that are no category of ours, below 0 or from 255 on, go where missing values go; in XGBoost they go left.
// Throws Error on what is no tree over `features` features, and on categories beyond 254.
classifiers::DecisionTree read_xgboost_tree(const JsonNode& tree, std::size_t features);

}  // namespace ballast::app
