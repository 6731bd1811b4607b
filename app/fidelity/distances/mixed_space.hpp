// Rows of numbers and labels as points: numbers scaled so that the reference's smallest is 0 and its largest 1, labels
// as codes that are equal or not. A label stands for a one-hot column of its own for each level, so two rows that
// differ in it are sqrt(2) apart. A column of numbers with missing cells is a number (its mean, where missing) and a
// label (missing or not).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/tabular/table.hpp"

namespace ballast::app::fidelity {

struct MixedRows {
  std::size_t rows = 0;
  std::vector<std::vector<double>> numbers;  // one vector a column
  std::vector<std::vector<double>> codes;    // likewise

  std::size_t columns() const { return numbers.size() + codes.size(); }
};

class MixedSpace {
 public:
  // Learned from the reference; `missing_in`: tables under its schema whose missing cells count too.
  MixedSpace(const tabular::Table& reference, std::span<const tabular::Table* const> missing_in);

  MixedRows place(const tabular::Table& table) const;

 private:
  struct Number {
    std::size_t column;
    double low, range, mean;  // mean: scaled
    bool has_missing;
  };
  std::vector<Number> numbers_;
  std::vector<std::size_t> labels_;  // columns
};

// The rows' distances to a centre: the mean of `of`, where the share of each level is that of its one-hot column.
std::vector<double> distances_to_centre(const MixedRows& rows, const MixedRows& of);

}  // namespace ballast::app::fidelity
