// What every learner asks of its data before it starts.
#pragma once

#include <string>
#include <vector>

#include "classifiers/classifier.hpp"

namespace ballast::classifiers {

// Throws Error: no rows or features, lengths that differ, a label outside 0 .. K-1, rows of one class only (or a weight
// that leaves one), an infinite feature, a label code that is none, a weight that is NaN, infinite or negative, weights
// that sum to zero or to more than 1e25, a row source without rows, of no class or of no weight.
void check_training_set(const TrainingSet& data);

// The same for data that a model is judged by: one class is enough, features and classes must be the model's.
void check_validation_set(const TrainingSet& validation, const TrainingSet& training);

// "column 'Amount'", or "feature 3" when there are no names.
std::string feature_name(const TrainingSet& data, std::size_t feature);

// The rows' weights times a factor for each class, so that all classes that have weight have the same sum, and the
// whole stays what it was (scikit-learn's class_weight="balanced"). Requires a set that check_training_set accepts.
std::vector<float> balanced_weights(const TrainingSet& data);

// What one tree learns from, but for the features: labels and weights of the training set's rows and, below them, of
// the rows of its source. Without a source it is the set itself; else it borrows from `storage`, which must outlive it.
struct LabelsAndWeights {
  std::vector<std::int32_t> y;
  std::vector<float> weight;
};
TrainingSet with_fresh_rows(const TrainingSet& data, LabelsAndWeights& storage);

inline float weight_of(const TrainingSet& data, std::size_t row) {
  return data.weight.empty() ? 1.0f : data.weight[row];
}

}  // namespace ballast::classifiers
