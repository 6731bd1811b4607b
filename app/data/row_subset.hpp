// RowSubset: some rows of a training set, by number, in memory of their own.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "classifiers/classifier.hpp"

namespace ballast::app {

class RowSubset {
 public:
  RowSubset(const classifiers::TrainingSet& from, std::span<const std::size_t> rows)
      : set_(from), x_(rows.size(), from.x.columns()) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      std::ranges::copy(from.x.row(rows[i]), x_.row(i).begin());
      y_.push_back(from.y[rows[i]]);
      if (!from.weight.empty()) weight_.push_back(from.weight[rows[i]]);
    }
    set_.x = x_.view();
    set_.y = y_;
    set_.weight = weight_;
  }
  RowSubset(const RowSubset&) = delete;
  RowSubset& operator=(const RowSubset&) = delete;

  const classifiers::TrainingSet& set() const { return set_; }

 private:
  classifiers::TrainingSet set_;
  numeric::Matrix<double> x_;
  std::vector<std::int32_t> y_;
  std::vector<float> weight_;
};

}  // namespace ballast::app
