// The exact k nearest rows by Euclidean distance.
//
// The idea: a matrix product gives all |x - y|^2 = |x|^2 - 2 x.y + |y|^2 of a block at once, at the speed of BLAS but
// with the rounding of float and the cancellation of that formula. So it only proposes: each value comes with a bound
// on its error, every point whose lower bound is within the k-th smallest upper bound stays a candidate, and candidates
// are ranked by the direct sum of squared differences in double. The result is that of brute force in double, bit for
// bit, far from the origin too (coordinates are centred and scaled first; where digits are lost the candidates grow in
// number, the result stays exact). Equal distances are ordered by row number.
//
// Left out: space-partitioning trees, which win for few columns only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::geometry {

struct NeighbourOptions {
  std::size_t k = 5;
  // Queries are the points themselves: row i is no neighbour of its own (a duplicate of it is).
  bool exclude_self = false;
};

// Row i holds the neighbours of query i, nearest first.
struct Neighbours {
  numeric::Matrix<std::uint32_t> rows;        // row numbers in `points`
  numeric::Matrix<double> squared_distances;  // in the units of the columns, squared
};

// Shapes: queries M x D, points N x D; the answer has min(k, N or, without oneself, N - 1) columns.
// Requires: finite values; N below 2^32; with exclude_self, as many queries as points.
// Threads: runs on the pool, same bits at any number of threads. Cost: 2 M N (D + 1) flops, and about
// 300 kB per thread besides the float copies of both tables. T is float or double.
template <class T>
Neighbours nearest_neighbours(numeric::MatrixView<const T> queries, numeric::MatrixView<const T> points,
                              const NeighbourOptions& options, numeric::ThreadPool& pool);

// Slow twin: sorts all direct distances.
template <class T>
Neighbours nearest_neighbours_twin(numeric::MatrixView<const T> queries, numeric::MatrixView<const T> points,
                                   const NeighbourOptions& options);

// The sum of squared differences in double, column by column.
template <class T>
double squared_distance(std::span<const T> a, std::span<const T> b) noexcept;

}  // namespace ballast::geometry
