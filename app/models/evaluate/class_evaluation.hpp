// ClassEvaluation: what the probabilities of K classes are worth on rows whose truth is known. A row's prediction is
// its likeliest class, the first of equals. Averages over classes are plain ones ("macro"), over the classes that occur
// in the truth or among the predictions, as in scikit-learn.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/numeric/matrix.hpp"

namespace ballast::app {

struct ClassFigures {
  std::string label;
  std::size_t support = 0;                   // rows of the class
  double precision = 0, recall = 0, f1 = 0;  // 0 where nothing is predicted, or there are no rows
  std::optional<double> pr_auc;              // of the class against all others; none where either has no rows
};

struct ClassEvaluation {
  std::string target;
  std::size_t rows = 0;
  double accuracy = 0, log_loss = 0;
  double precision = 0, recall = 0, f1 = 0;  // means over the classes
  std::vector<ClassFigures> classes;
  std::vector<std::vector<std::size_t>> confusion;  // rows by truth, then prediction
  std::optional<std::size_t> learned_rows = {};     // of the rows, by a model that knows
};

// probability: N x K; y: numbers below K; labels: K.
// Throws Error: no rows, or lengths that differ.
ClassEvaluation evaluate_classes(numeric::MatrixView<const float> probability, std::span<const std::int32_t> y,
                                 std::span<const std::string> labels, const std::string& target);
ClassEvaluation evaluate_classes(numeric::MatrixView<const double> probability, std::span<const std::int32_t> y,
                                 std::span<const std::string> labels, const std::string& target);

// Tables for a person, that of the confusion for at most kMostShown classes; a JSON object (docs/formats.md).
inline constexpr std::size_t kMostShown = 20;
std::string class_evaluation_text(const ClassEvaluation& evaluation);
std::string class_evaluation_json(const ClassEvaluation& evaluation);

}  // namespace ballast::app
