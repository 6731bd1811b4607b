#include "engine/geometry/silhouette.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <string>

#include "engine/error.hpp"
#include "engine/geometry/distance.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::geometry {
namespace {

using Rows = numeric::MatrixView<const float>;

std::vector<std::size_t> cluster_sizes(std::span<const std::uint32_t> assignment) {
  const std::uint32_t last = *std::max_element(assignment.begin(), assignment.end());
  std::vector<std::size_t> sizes(last + std::size_t{1}, 0);
  for (const std::uint32_t cluster : assignment) ++sizes[cluster];
  return sizes;
}

void require_valid(Rows rows, std::span<const std::uint32_t> assignment) {
  if (assignment.size() != rows.rows()) {
    throw Error("the clusters do not belong to the rows")
        .expected(std::to_string(rows.rows()) + " assignments")
        .got(std::to_string(assignment.size()));
  }
  if (std::set<std::uint32_t>(assignment.begin(), assignment.end()).size() < 2) {
    throw Error("a silhouette compares clusters").expected("at least 2 clusters with rows").got("fewer");
  }
}

double silhouette_of(std::size_t i, Rows rows, std::span<const std::uint32_t> assignment,
                     const std::vector<std::size_t>& sizes, std::vector<double>& sums) {
  const std::uint32_t own = assignment[i];
  if (sizes[own] < 2) return 0;
  std::fill(sums.begin(), sums.end(), 0.0);
  for (std::size_t j = 0; j < rows.rows(); ++j) {
    sums[assignment[j]] += std::sqrt(squared_distance_by_lanes(rows.row(i), rows.row(j)));
  }
  const double a = sums[own] / static_cast<double>(sizes[own] - 1);
  double b = std::numeric_limits<double>::infinity();
  for (std::size_t c = 0; c < sizes.size(); ++c) {
    if (c != own && sizes[c] > 0) b = std::min(b, sums[c] / static_cast<double>(sizes[c]));
  }
  const double larger = std::max(a, b);
  return larger > 0 ? (b - a) / larger : 0.0;
}

// `count` of the row numbers 0 .. n - 1 in rising order, every subset equally likely.
std::vector<std::size_t> draw_rows(std::size_t n, std::size_t count, std::uint64_t seed) {
  std::vector<std::size_t> rows(n);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  numeric::RandomStream random(seed, numeric::Purpose::kSilhouetteSample);
  for (std::size_t i = 0; i < count; ++i) std::swap(rows[i], rows[i + random.below(n - i)]);
  rows.resize(count);
  std::sort(rows.begin(), rows.end());
  return rows;
}

// The number of distinct rows, or `limit` if there are at least that many.
std::size_t count_distinct(Rows rows, std::size_t limit) {
  std::vector<std::size_t> distinct;
  for (std::size_t i = 0; i < rows.rows() && distinct.size() < limit; ++i) {
    const auto row = rows.row(i);
    const bool seen = std::any_of(distinct.begin(), distinct.end(), [&](std::size_t known) {
      return std::equal(row.begin(), row.end(), rows.row(known).begin());
    });
    if (!seen) distinct.push_back(i);
  }
  return distinct.size();
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

std::vector<double> silhouettes(Rows rows, std::span<const std::uint32_t> assignment, numeric::ThreadPool& pool) {
  require_valid(rows, assignment);
  const std::vector<std::size_t> sizes = cluster_sizes(assignment);
  std::vector<double> out(rows.rows());
  pool.parallel_for_blocks(rows.rows(), 16, [&](std::size_t first, std::size_t last) {
    std::vector<double> sums(sizes.size());
    for (std::size_t i = first; i < last; ++i) out[i] = silhouette_of(i, rows, assignment, sizes, sums);
  });
  return out;
}

double mean_silhouette(Rows rows, std::span<const std::uint32_t> assignment, const SilhouetteSample& sample,
                       numeric::ThreadPool& pool) {
  require_valid(rows, assignment);
  if (rows.rows() <= sample.largest_exact) return mean(silhouettes(rows, assignment, pool));
  const std::vector<std::size_t> drawn = draw_rows(rows.rows(), sample.largest_exact, sample.seed);
  numeric::Matrix<float> few(drawn.size(), rows.columns());
  std::vector<std::uint32_t> few_assignment;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const auto row = rows.row(drawn[i]);
    std::copy(row.begin(), row.end(), few.row(i).begin());
    few_assignment.push_back(assignment[drawn[i]]);
  }
  const auto [smallest, largest] = std::minmax_element(few_assignment.begin(), few_assignment.end());
  return *smallest == *largest ? 0.0 : mean(silhouettes(few.view(), few_assignment, pool));
}

ClusterChoice choose_clusters(Rows rows, const ClusterRange& range, const KMeansOptions& options,
                              numeric::ThreadPool& pool) {
  if (range.fewest < 2 || range.most < range.fewest) {
    throw Error("the range of cluster numbers is empty")
        .expected("2 <= fewest <= most")
        .got(std::to_string(range.fewest) + " .. " + std::to_string(range.most));
  }
  KMeansOptions tried = options;
  tried.clusters = 1;
  ClusterChoice choice{1, {}, kmeans(rows, tried, pool)};
  const std::size_t most = std::min(count_distinct(rows, range.most), rows.rows() - 1);
  double best = -std::numeric_limits<double>::infinity();
  for (tried.clusters = range.fewest; tried.clusters <= most; ++tried.clusters) {
    KMeans result = kmeans(rows, tried, pool);
    const double silhouette = mean_silhouette(rows, result.assignment, {.seed = options.seed}, pool);
    choice.mean_silhouettes.push_back(silhouette);
    if (silhouette < range.convincing || silhouette <= best) continue;
    best = silhouette;
    choice.clusters = tried.clusters;
    choice.result = std::move(result);
  }
  return choice;
}

}  // namespace ballast::geometry
