// Clusters of the rare rows, for one diffusion model each (arXiv 2412.10948, section on clusters): frauds of different
// kinds lie apart, and a model of one kind need not learn the empty space between them. As in the paper, rows are laid
// out in the plane by UMAP with 25 neighbours and parted there by k-means.
//
// A cluster of very few rows would only be learned by heart, so it joins the one whose centre is nearest in the plane.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"

namespace ballast::diffusion {

struct ClusterOptions {
  std::size_t clusters = 3;  // 0: the number from 2 to 8 with the best silhouette, or 1 if none is convincing
  std::size_t fewest_rows = 10;
  std::size_t neighbours = 25;  // of UMAP; all other rows where there are fewer
};

// The row numbers of each cluster, ascending; the largest cluster first. Fewer clusters than asked for when some were
// merged, of which the observer hears. Rows: N x D, scaled; N at least 6 unless options.clusters is 1.
// Throws Error: more clusters than rows; Stopped.
// Threads: same bits at any number.
std::vector<std::vector<std::size_t>> find_clusters(numeric::MatrixView<const float> rows,
                                                    const ClusterOptions& options, std::uint64_t seed,
                                                    numeric::ThreadPool& pool, Observer& observer);

// The same on a layout that is there already (rows of points), from a first assignment to clusters 0, 1, ...: merges
// and sorts.
std::vector<std::vector<std::size_t>> merge_small_clusters(numeric::MatrixView<const float> points,
                                                           const std::vector<std::uint32_t>& assignment,
                                                           std::size_t fewest_rows, Observer& observer);

}  // namespace ballast::diffusion
