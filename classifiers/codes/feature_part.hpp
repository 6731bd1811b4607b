// FeaturePart: what a rank knows of one feature by its rows: its different values, and those of the rows of rare
// classes in their order. Parts of all ranks, joined in the order of the ranks, have the bins of all rows.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/bins/binning.hpp"
#include "classifiers/bins/class_edges.hpp"
#include "classifiers/bins/sorted_values.hpp"

namespace ballast::classifiers {

class FeaturePart {
 public:
  // values: the different ones, ascending. rare_values, added: of each row of a rare class its value, and its weight.
  FeaturePart(std::vector<CountedValue> values, std::vector<double> rare_values, std::vector<double> added)
      : values_(std::move(values)), rare_values_(std::move(rare_values)), added_(std::move(added)) {}
  // What bytes() gave.
  explicit FeaturePart(const std::string& bytes);

  std::string bytes() const;
  // Takes the part of the next rank.
  void join(const FeaturePart& next);
  FeatureBins bins(std::size_t max_bins) const;

 private:
  std::vector<CountedValue> values_;
  std::vector<double> rare_values_, added_;
};

}  // namespace ballast::classifiers
