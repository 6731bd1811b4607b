// How well rows sit in their clusters, and how many clusters to take (Rousseeuw 1987, "Silhouettes: a graphical aid to
// the interpretation and validation of cluster analysis").
//
//   a(i)  mean distance of row i to the other rows of its cluster
//   b(i)  the smallest mean distance of row i to the rows of another cluster
//   s(i) = (b(i) - a(i)) / max(a(i), b(i)),   and 0 for a row alone in its cluster
//
// 1 is a tight cluster far from the rest, 0 the border between two, below 0 the wrong side of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/geometry/kmeans.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::geometry {

// s(i) of every row. Distances are Euclidean, not squared.
// Throws Error: assignment of another length, fewer than 2 non-empty clusters.
// Threads: rows on the pool; same bits at any number. Cost: O(N^2 D).
std::vector<double> silhouettes(numeric::MatrixView<const float> rows, std::span<const std::uint32_t> assignment,
                                numeric::ThreadPool& pool);

// The mean of s(i): exact up to `largest_exact` rows; beyond, over that many rows drawn without replacement by `seed`,
// which then stand for all (their distances to one another alone are used, as in sklearn's sample_size); 0 if the drawn
// rows all lie in one cluster.
struct SilhouetteSample {
  std::size_t largest_exact = 4096;
  std::uint64_t seed = 42;
};
double mean_silhouette(numeric::MatrixView<const float> rows, std::span<const std::uint32_t> assignment,
                       const SilhouetteSample& sample, numeric::ThreadPool& pool);

struct ClusterRange {
  std::size_t fewest = 2, most = 8;  // numbers of clusters tried
  // One cluster unless some mean silhouette reaches this: 0.5 is where Kaufman & Rousseeuw (1990, table 4) begin to
  // speak of a reasonable structure; a single even blob cut in pieces stays below.
  double convincing = 0.5;
};

struct ClusterChoice {
  std::size_t clusters = 1;
  std::vector<double> mean_silhouettes;  // of fewest, fewest + 1, ...; shorter when distinct rows run out
  KMeans result;                         // of the chosen number
};

// k-means for each number of clusters in the range. The rule: the number with the best mean silhouette (the smaller of
// equals) if that is convincing, else one cluster. options.clusters is not used.
// Throws Error: fewest below 2, most below fewest, and what kmeans throws.
ClusterChoice choose_clusters(numeric::MatrixView<const float> rows, const ClusterRange& range,
                              const KMeansOptions& options, numeric::ThreadPool& pool);

}  // namespace ballast::geometry
