#include "diffusion/clusters.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>
#include <string>

#include "engine/error.hpp"
#include "engine/geometry/silhouette.hpp"
#include "engine/geometry/umap.hpp"

namespace ballast::diffusion {

namespace {

using Clusters = std::vector<std::vector<std::size_t>>;

std::vector<double> centre_of(numeric::MatrixView<const float> points, const std::vector<std::size_t>& members) {
  std::vector<double> centre(points.columns(), 0.0);
  for (const std::size_t i : members) {
    for (std::size_t d = 0; d < centre.size(); ++d) centre[d] += static_cast<double>(points(i, d));
  }
  for (double& value : centre) value /= static_cast<double>(members.size());
  return centre;
}

std::size_t nearest_other(numeric::MatrixView<const float> points, const Clusters& clusters, std::size_t which) {
  const std::vector<double> from = centre_of(points, clusters[which]);
  std::size_t nearest = 0;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t c = 0; c < clusters.size(); ++c) {
    if (c == which) continue;
    const std::vector<double> to = centre_of(points, clusters[c]);
    double distance = 0.0;
    for (std::size_t d = 0; d < to.size(); ++d) distance += (to[d] - from[d]) * (to[d] - from[d]);
    if (distance < least) {
      least = distance;
      nearest = c;
    }
  }
  return nearest;
}

numeric::Matrix<float> plane_of(numeric::MatrixView<const float> rows, const ClusterOptions& options,
                                std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) {
  geometry::UmapOptions umap;
  umap.neighbours = std::min(options.neighbours, rows.rows() - 1);
  umap.seed = seed;
  return std::move(geometry::fit_umap(rows, umap, pool, observer).embedding);
}

// The cluster of each point; all 0 if no number of clusters is convincing.
std::vector<std::uint32_t> assign(numeric::MatrixView<const float> points, std::size_t clusters, std::uint64_t seed,
                                  numeric::ThreadPool& pool) {
  geometry::KMeansOptions kmeans;
  kmeans.seed = seed;
  if (clusters == 0) return geometry::choose_clusters(points, {}, kmeans, pool).result.assignment;
  kmeans.clusters = clusters;
  return geometry::kmeans(points, kmeans, pool).assignment;
}

}  // namespace

Clusters merge_small_clusters(numeric::MatrixView<const float> points, const std::vector<std::uint32_t>& assignment,
                              std::size_t fewest_rows, Observer& observer) {
  assert(!assignment.empty() && assignment.size() == points.rows());
  Clusters clusters(*std::ranges::max_element(assignment) + 1);
  for (std::size_t i = 0; i < assignment.size(); ++i) clusters[assignment[i]].push_back(i);
  std::erase_if(clusters, [](const auto& members) { return members.empty(); });
  while (clusters.size() > 1) {
    const auto smallest = std::ranges::min_element(clusters, {}, [](const auto& members) { return members.size(); });
    if (smallest->size() >= fewest_rows) break;
    const auto which = static_cast<std::size_t>(smallest - clusters.begin());
    std::vector<std::size_t>& into = clusters[nearest_other(points, clusters, which)];
    observer.note("a cluster of " + std::to_string(smallest->size()) +
                  " rows is too small for a model of its own: it joins the nearest one, of " +
                  std::to_string(into.size()) + " rows");
    into.insert(into.end(), smallest->begin(), smallest->end());
    clusters.erase(smallest);
  }
  for (auto& members : clusters) std::ranges::sort(members);
  std::ranges::stable_sort(clusters, std::greater{}, [](const auto& members) { return members.size(); });
  return clusters;
}

Clusters find_clusters(numeric::MatrixView<const float> rows, const ClusterOptions& options, std::uint64_t seed,
                       numeric::ThreadPool& pool, Observer& observer) {
  if (options.clusters == 1) {
    std::vector<std::size_t> all(rows.rows());
    std::iota(all.begin(), all.end(), 0);
    return {std::move(all)};
  }
  if (options.clusters > rows.rows()) {
    throw Error("there are fewer rare rows than clusters")
        .expected("at most " + std::to_string(rows.rows()))
        .got(std::to_string(options.clusters))
        .hint("a smaller --clusters, or auto");
  }
  const numeric::Matrix<float> points = plane_of(rows, options, seed, pool, observer);
  return merge_small_clusters(points.view(), assign(points.view(), options.clusters, seed, pool), options.fewest_rows,
                              observer);
}

}  // namespace ballast::diffusion
