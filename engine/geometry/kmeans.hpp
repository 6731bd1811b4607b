// k-means: k centres that make the sum of squared distances from each row to its nearest centre (the inertia) small.
// Seeds by k-means++ (Arthur & Vassilvitskii 2007, section 2.2): each next centre is a row drawn with probability
// proportional to its squared distance from the centres so far. Then Lloyd's iteration (Lloyd 1982) to a fixed point:
// assign each row to its nearest centre, move each centre to the mean of its rows. The best of several restarts wins.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::geometry {

struct KMeansOptions {
  std::size_t clusters = 3;
  std::size_t restarts = 10;
  std::size_t max_iterations = 300;  // of each restart; Lloyd usually stands still after a few dozen
  std::uint64_t seed = 42;
};

struct KMeans {
  numeric::Matrix<double> centres;        // clusters x D, numbered by falling number of rows
  std::vector<std::uint32_t> assignment;  // N: the cluster of each row
  double inertia = 0;
  std::size_t iterations = 0;  // of the restart that won
};

// Clusters the rows (N x D). No cluster is left empty: one that loses all its rows takes the row farthest from its
// centre. Of equal distances the centre with the lower number wins, of equal inertias the earlier restart.
// Throws Error: no clusters, no restarts, no iterations, more clusters than distinct rows, a value that is not finite.
// Threads: blocks of rows on the pool; same bits at any number. Cost: O(restarts * iterations * N * clusters * D).
KMeans kmeans(numeric::MatrixView<const float> rows, const KMeansOptions& options, numeric::ThreadPool& pool);

// The slow twin of Lloyd's iteration from given centres, one row after another. For tests.
KMeans lloyd_reference(numeric::MatrixView<const float> rows, numeric::MatrixView<const double> start,
                       std::size_t max_iterations);

}  // namespace ballast::geometry
