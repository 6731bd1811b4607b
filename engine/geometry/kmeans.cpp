#include "engine/geometry/kmeans.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "engine/error.hpp"
#include "engine/geometry/distance.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::geometry {
namespace {

using numeric::Matrix;
using numeric::MatrixView;
using numeric::ThreadPool;
using Rows = MatrixView<const float>;
using Centres = MatrixView<const double>;

constexpr std::size_t kBlock = 512;  // rows that share one set of partial sums

std::size_t blocks_of(std::size_t rows) {
  return (rows + kBlock - 1) / kBlock;
}

void require_valid(Rows rows, const KMeansOptions& options) {
  if (options.clusters < 1) throw Error("k-means needs a cluster").expected("at least 1 cluster").got("0");
  if (options.restarts < 1) throw Error("k-means needs a start").expected("at least 1 restart").got("0");
  if (options.max_iterations < 1) throw Error("k-means needs an iteration").expected("at least 1").got("0");
  if (rows.rows() < options.clusters) {
    throw Error("more clusters than rows")
        .expected("at most " + std::to_string(rows.rows()) + " clusters")
        .got(std::to_string(options.clusters));
  }
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    for (const float value : rows.row(i)) {
      if (!std::isfinite(value)) {
        throw Error("k-means needs finite values").expected("a number").got("row " + std::to_string(i) + " without");
      }
    }
  }
}

struct Nearest {
  std::uint32_t centre = 0;
  double distance = std::numeric_limits<double>::infinity();
};

Nearest nearest_centre(std::span<const float> row, Centres centres) {
  Nearest best;
  for (std::size_t c = 0; c < centres.rows(); ++c) {
    const double distance = squared_distance_by_lanes(row, centres.row(c));
    if (distance < best.distance) best = {static_cast<std::uint32_t>(c), distance};
  }
  return best;
}

// The row at which the running sum of `weights` passes `target`; never one of weight 0.
std::size_t draw_row(const std::vector<double>& weights, const std::vector<double>& block_sums, double target) {
  std::size_t block = 0;
  while (block + 1 < block_sums.size() && target >= block_sums[block]) target -= block_sums[block++];
  std::size_t chosen = weights.size();
  for (std::size_t i = block * kBlock; i < std::min((block + 1) * kBlock, weights.size()); ++i) {
    if (weights[i] <= 0) continue;
    chosen = i;
    if (target < weights[i]) break;
    target -= weights[i];
  }
  if (chosen < weights.size()) return chosen;
  // Rounding led into a block without weight: the heaviest row stands in.
  return static_cast<std::size_t>(std::max_element(weights.begin(), weights.end()) - weights.begin());
}

// k-means++ (section 2.2, steps 1a to 1c).
Matrix<double> seed_centres(Rows rows, const KMeansOptions& options, std::size_t restart, ThreadPool& pool) {
  numeric::RandomStream random(options.seed, numeric::Purpose::kCluster, restart);
  Matrix<double> centres(options.clusters, rows.columns());
  std::vector<double> distances(rows.rows(), std::numeric_limits<double>::infinity());
  std::vector<double> block_sums(blocks_of(rows.rows()));
  std::size_t chosen = random.below(rows.rows());
  for (std::size_t c = 0;; ++c) {
    const auto row = rows.row(chosen);
    std::copy(row.begin(), row.end(), centres.row(c).begin());
    if (c + 1 == options.clusters) return centres;
    pool.parallel_for_blocks(rows.rows(), kBlock, [&](std::size_t first, std::size_t last) {
      double sum = 0;
      for (std::size_t i = first; i < last; ++i) {
        distances[i] = std::min(distances[i], squared_distance_by_lanes(rows.row(i), row));
        sum += distances[i];
      }
      block_sums[first / kBlock] = sum;
    });
    const double total = std::accumulate(block_sums.begin(), block_sums.end(), 0.0);
    if (!(total > 0)) {
      throw Error("more clusters than distinct rows")
          .expected("at most " + std::to_string(c + 1) + " clusters")
          .got(std::to_string(options.clusters));
    }
    chosen = draw_row(distances, block_sums, random.uniform() * total);
  }
}

// Lloyd's iteration on rows and the sums it needs, allocated once.
class Lloyd {
 public:
  Lloyd(Rows rows, std::size_t clusters, ThreadPool& pool)
      : rows_(rows),
        pool_(pool),
        clusters_(clusters),
        distances_(rows.rows()),
        counts_(clusters),
        partial_sums_(blocks_of(rows.rows()) * clusters, rows.columns()) {}

  KMeans run(Matrix<double> start, std::size_t max_iterations) {
    KMeans result{std::move(start), std::vector<std::uint32_t>(rows_.rows(), kNone), 0, 0};
    for (;;) {
      ++result.iterations;
      if (!assign(result) || result.iterations == max_iterations) break;
      move_centres(result);
    }
    result.inertia = std::accumulate(distances_.begin(), distances_.end(), 0.0);
    return result;
  }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  // True if any row changed its cluster.
  bool assign(KMeans& result) {
    std::vector<std::uint8_t> block_moved(blocks_of(rows_.rows()), 0);
    pool_.parallel_for_blocks(rows_.rows(), kBlock, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        const Nearest nearest = nearest_centre(rows_.row(i), result.centres.view());
        distances_[i] = nearest.distance;
        if (result.assignment[i] != nearest.centre) block_moved[first / kBlock] = 1;
        result.assignment[i] = nearest.centre;
      }
    });
    const bool refilled = refill_empty_clusters(result);
    return refilled || std::find(block_moved.begin(), block_moved.end(), 1) != block_moved.end();
  }

  // An empty cluster takes the row farthest from its own centre, unless that row is the last of its cluster. Distinct
  // rows are at least as many as clusters (seeding saw to it), so some cluster has a row off its centre.
  bool refill_empty_clusters(KMeans& result) {
    std::fill(counts_.begin(), counts_.end(), std::size_t{0});
    for (const std::uint32_t cluster : result.assignment) ++counts_[cluster];
    bool refilled = false;
    for (std::size_t c = 0; c < clusters_; ++c) {
      if (counts_[c] > 0) continue;
      std::size_t farthest = rows_.rows();
      for (std::size_t i = 0; i < rows_.rows(); ++i) {
        if (counts_[result.assignment[i]] < 2) continue;
        if (farthest == rows_.rows() || distances_[i] > distances_[farthest]) farthest = i;
      }
      --counts_[result.assignment[farthest]];
      counts_[c] = 1;
      result.assignment[farthest] = static_cast<std::uint32_t>(c);
      const auto row = rows_.row(farthest);
      std::copy(row.begin(), row.end(), result.centres.row(c).begin());
      distances_[farthest] = 0;
      refilled = true;
    }
    return refilled;
  }

  // Each centre becomes the mean of its rows: sums by block of rows, added in block order.
  void move_centres(KMeans& result) {
    pool_.parallel_for_blocks(rows_.rows(), kBlock, [&](std::size_t first, std::size_t last) {
      const auto sums = partial_sums_.view().row_block(first / kBlock * clusters_, clusters_);
      std::fill(sums.data(), sums.data() + clusters_ * rows_.columns(), 0.0);
      for (std::size_t i = first; i < last; ++i) {
        const auto row = rows_.row(i);
        const auto sum = sums.row(result.assignment[i]);
        for (std::size_t d = 0; d < row.size(); ++d) sum[d] += static_cast<double>(row[d]);
      }
    });
    for (std::size_t c = 0; c < clusters_; ++c) {
      const auto centre = result.centres.row(c);
      std::fill(centre.begin(), centre.end(), 0.0);
      for (std::size_t block = 0; block < blocks_of(rows_.rows()); ++block) {
        const auto sum = partial_sums_.row(block * clusters_ + c);
        for (std::size_t d = 0; d < centre.size(); ++d) centre[d] += sum[d];
      }
      for (double& value : centre) value /= static_cast<double>(counts_[c]);
    }
  }

  Rows rows_;
  ThreadPool& pool_;
  std::size_t clusters_;
  std::vector<double> distances_;
  std::vector<std::size_t> counts_;
  Matrix<double> partial_sums_;
};

// Numbers the clusters by falling number of rows, so that the same partition has the same names.
void order_by_size(KMeans& result) {
  const std::size_t clusters = result.centres.rows();
  std::vector<std::size_t> counts(clusters, 0), order(clusters);
  for (const std::uint32_t cluster : result.assignment) ++counts[cluster];
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
  Matrix<double> centres(clusters, result.centres.columns());
  std::vector<std::uint32_t> name(clusters);
  for (std::size_t place = 0; place < clusters; ++place) {
    const auto centre = result.centres.row(order[place]);
    std::copy(centre.begin(), centre.end(), centres.row(place).begin());
    name[order[place]] = static_cast<std::uint32_t>(place);
  }
  for (std::uint32_t& cluster : result.assignment) cluster = name[cluster];
  result.centres = std::move(centres);
}

}  // namespace

KMeans kmeans(Rows rows, const KMeansOptions& options, ThreadPool& pool) {
  require_valid(rows, options);
  Lloyd lloyd(rows, options.clusters, pool);
  KMeans best;
  for (std::size_t restart = 0; restart < options.restarts; ++restart) {
    KMeans result = lloyd.run(seed_centres(rows, options, restart, pool), options.max_iterations);
    if (restart == 0 || result.inertia < best.inertia) best = std::move(result);
  }
  order_by_size(best);
  return best;
}

KMeans lloyd_reference(Rows rows, Centres start, std::size_t max_iterations) {
  KMeans result{Matrix<double>(start.rows(), start.columns()), std::vector<std::uint32_t>(rows.rows()), 0, 0};
  for (std::size_t c = 0; c < start.rows(); ++c)
    std::copy_n(start.row(c).begin(), start.columns(), result.centres.row(c).begin());
  for (std::vector<std::uint32_t> before; result.iterations < max_iterations; before = result.assignment) {
    ++result.iterations;
    for (std::size_t i = 0; i < rows.rows(); ++i)
      result.assignment[i] = nearest_centre(rows.row(i), result.centres.view()).centre;
    if (result.assignment == before) break;
    for (std::size_t c = 0; c < start.rows(); ++c) {
      for (std::size_t d = 0; d < rows.columns(); ++d) {
        double sum = 0, count = 0;
        for (std::size_t i = 0; i < rows.rows(); ++i) {
          if (result.assignment[i] != c) continue;
          sum += static_cast<double>(rows(i, d));
          count += 1;
        }
        if (count > 0) result.centres(c, d) = sum / count;
      }
    }
  }
  for (std::size_t i = 0; i < rows.rows(); ++i)
    result.inertia += nearest_centre(rows.row(i), result.centres.view()).distance;
  return result;
}

}  // namespace ballast::geometry
