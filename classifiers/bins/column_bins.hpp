// ColumnBins: the bins of a column whose values come in pieces, the same as those of the column at once, in 32 bytes a
// row of memory. For columns that are read from a file one after another.
#pragma once

#include <cstddef>
#include <vector>

#include "classifiers/bins/binning.hpp"
#include "classifiers/bins/class_edges.hpp"
#include "classifiers/bins/sorted_values.hpp"

namespace ballast::classifiers {

class ColumnBins {
 public:
  static constexpr std::size_t kBytes = SortedValues::kBytes;  // a row, at most

  // rare: as BinnedData takes them; borrowed.
  ColumnBins(std::size_t rows, std::size_t max_bins, const RareRows& rare) : max_bins_(max_bins), rare_(rare) {
    values_.begin(rows);
    rare_values_.reserve(rare.row.size());
  }
  // The next rows, x[0], x[stride], ...; all of them in order, then find() once.
  void add(const double* x, std::size_t stride, std::size_t rows) {
    for (const std::size_t end = seen_ + rows; rare_values_.size() < rare_.row.size();) {
      const std::size_t row = rare_.row[rare_values_.size()];
      if (row >= end) break;
      rare_values_.push_back(x[(row - seen_) * stride]);
    }
    values_.add(x, stride, rows);
    seen_ += rows;
  }
  FeatureBins find() {
    const std::span<ValueGroup> groups = values_.groups(max_bins_);
    if (groups.size() > max_bins_) add_weight(rare_, rare_values_, groups);
    return cut_bins(groups, max_bins_);
  }

 private:
  std::size_t max_bins_, seen_ = 0;
  const RareRows& rare_;
  std::vector<double> rare_values_;
  SortedValues values_;
};

}  // namespace ballast::classifiers
