// ArmRows: what the classifiers of one arm learn from: the real rows of a training part, the synthetic ones below them
// or where they come from, and the weights, all as the arm's augmentation says; of a bag, what each member learns from.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "classifiers/boosting/loss.hpp"
#include "classifiers/classifier.hpp"
#include "classifiers/row_source.hpp"
#include "engine/numeric/matrix.hpp"

namespace ballast::app {

struct ArmRows {
  numeric::Matrix<double> x;
  std::vector<std::int32_t> y;
  std::vector<float> weight;                                 // empty: all ones
  std::size_t real = 0;                                      // rows; those below are synthetic positives
  std::shared_ptr<const classifiers::RowSource> fresh = {};  // rows drawn for each tree and round, or none
  std::optional<classifiers::Focusing> focal = {};           // boosting learns by focal loss; else as its options say
  std::vector<ArmRows> members = {};                         // of a bag; else none
  std::string key = {};         // two of one key hold the same and have as many like them before; empty: not told
  std::size_t like_before = 0;  // in a bag: members before this one that learn from the same

  // labels: how many each feature has, 0 for numbers; it must outlive the set.
  classifiers::TrainingSet training_set(std::span<const std::uint32_t> labels) const {
    return {.x = x.view(), .y = y, .weight = weight, .classes = 2, .names = {}, .labels = labels, .fresh = fresh.get()};
  }
};

// The given rows of x and y, in that order, and room for `synthetic` positives below, whose cells are not yet set.
ArmRows gather_rows(const numeric::Matrix<double>& x, std::span<const std::int32_t> y,
                    std::span<const std::size_t> rows, std::size_t synthetic = 0);

// Positives weigh negatives / positives, all others 1, so that both classes weigh the same: scikit-learn's
// class_weight="balanced" up to a common factor. Requires: rows of both classes.
void balance_weights(ArmRows& rows);

}  // namespace ballast::app
