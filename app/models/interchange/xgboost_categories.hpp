// The labels of categories, which XGBoost keeps in a model since 3.1 ("cats", of a model trained on a data frame): one
// entry a feature, either texts (`values`, their bytes end to end, and `offsets`) or whole numbers (`values` and the
// `type` of their array). Category c of a split is label c of its feature. Here labels are sorted: codes change.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/models/interchange/checked_json.hpp"
#include "app/models/interchange/xgboost_tree.hpp"

namespace ballast::app {

// In XGBoost's order; empty for a feature that is a number, and for all of them in a file without "cats". Throws Error
// on labels that are empty, repeat or are no UTF-8, and on more than 255 of a feature.
std::vector<std::vector<std::string>> read_categories(const JsonNode& model, std::size_t features);

// Where each category comes to stand when the labels are sorted; sorts them.
FeatureCodes sort_categories(std::vector<std::vector<std::string>>& labels);

}  // namespace ballast::app
