// How alike one column is in two tables, from 0 to 1: "Column Shapes" of SDMetrics. Missing cells are left out; how
// many there are is `missing_similarity`.
#pragma once

#include <span>
#include <vector>

#include "engine/numeric/thread_pool.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app::fidelity {

// 1 - sup |F - G| of the two distribution functions (Kolmogorov and Smirnov), of values rounded to 14 decimals.
// Both: NaN if neither column has a cell, 0 if one of them has none.
double ks_complement(std::span<const double> real, std::span<const double> other);
// 1 - half the sum of |p - q| over all values (total variation).
double tv_complement(std::span<const double> real, std::span<const double> other);

double share_missing(std::span<const double> cells);
// 1 - |share missing here - share missing there|.
double missing_similarity(std::span<const double> real, std::span<const double> other);

// The shape of every column: total variation of discrete ones, else Kolmogorov-Smirnov. Tables under one schema.
std::vector<double> column_shapes(const tabular::Table& real, const tabular::Table& other, numeric::ThreadPool& pool);

// The mean of what is not NaN; NaN of nothing.
double mean_known(std::span<const double> values);

}  // namespace ballast::app::fidelity
