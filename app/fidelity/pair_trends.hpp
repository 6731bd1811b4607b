// How alike the dependence of two columns is in two tables: "Column Pair Trends" of SDMetrics, and the weighted
// similarity of mutual information, which cannot be won by ignoring dependence.
//
// Two columns of numbers are compared by Pearson's correlation, all others by their tables of counts, where numbers are
// cut in ten bins of equal width. SDMetrics takes the edges of each table for itself, so that one outlier in one of
// them moves all bins; `shared` takes those of the real table for both.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "app/fidelity/value_codes.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app::fidelity {

using ColumnPair = std::pair<std::size_t, std::size_t>;

// All pairs of columns, or where these are more than `most` as many of them, drawn evenly.
std::vector<ColumnPair> column_pairs(std::size_t columns, std::uint64_t seed, std::size_t most = 20'000);

// Pearson's r over the rows in which neither is missing; NaN if one of them is constant there.
double pearson(std::span<const double> a, std::span<const double> b);

// 1 - |r - r'| / 2; NaN if a correlation is.
double correlation_similarity(double real, double other);

// The figures of every pair; NaN where there is none. Tables under one schema.
struct PairFigures {
  std::vector<double> sdmetrics, shared;
  std::vector<double> mutual_real, mutual_other;  // normalised mutual information, on shared bins
};
PairFigures pair_figures(const tabular::Table& real, const tabular::Table& other, const std::vector<ColumnPair>& pairs,
                         numeric::ThreadPool& pool, Observer& observer);

// 1 - sum w |a - b| / sum w with w = a + b, over pairs (TabPC, arXiv 2603.23016); NaN if nothing depends on anything.
double weighted_mutual_similarity(std::span<const double> real, std::span<const double> other);

}  // namespace ballast::app::fidelity
