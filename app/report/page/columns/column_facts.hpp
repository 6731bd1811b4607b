// Columns of real rows beside those of synthetic ones: the shape of each column, and how columns hang together.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/numeric/matrix.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app::page {

struct Moments {
  std::size_t count = 0;  // cells that are not missing
  double mean = 0, sd = 0;
};
Moments moments_of(std::span<const double> cells);

// Text, and numbers of few different values, are compared value by value.
bool is_discrete(const tabular::Table& real, std::size_t column);

// Shares of the values, of all that are not missing; values outside of the list count to none.
std::vector<double> shares_of(std::span<const double> cells, std::span<const double> values);
// The most frequent values, at most `most`, in ascending order.
std::vector<double> frequent_values(std::span<const double> cells, std::size_t most);

// Shares in even bins from edges.front() to edges.back(), of all cells that are not missing.
std::vector<double> binned_shares(std::span<const double> cells, std::span<const double> edges);
// Edges over the middle 99 % of the cells; none where there is no spread.
std::vector<double> middle_edges(std::span<const double> cells, std::size_t bins);

// The largest difference of the two distribution functions (Kolmogorov-Smirnov), from 0 to 1; 0 without cells. For a
// discrete column without order, half the sum of the differences of shares.
double distance_between(std::span<const double> a, std::span<const double> b, bool unordered);

// Pearson correlations of columns over rows where both cells are there; NaN where a column has no spread.
numeric::Matrix<double> correlations(const tabular::Table& table, std::span<const std::size_t> columns);

}  // namespace ballast::app::page
