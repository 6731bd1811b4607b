#include "engine/geometry/mmd.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "engine/error.hpp"
#include "engine/geometry/distance.hpp"

namespace ballast::geometry {
namespace {

using Rows = numeric::MatrixView<const float>;

constexpr std::size_t kTile = 64;  // columns of pairs handled at a time: their distances stay in first-level cache

void require_valid(Rows x, Rows y, const GammaLadder& ladder) {
  const std::size_t fewest = std::min(x.rows(), y.rows());
  if (fewest < 2) {
    throw Error("the discrepancy of two samples needs two rows of each").expected("2").got(std::to_string(fewest));
  }
  if (x.columns() != y.columns()) {
    throw Error("the two samples have different columns")
        .expected(std::to_string(x.columns()))
        .got(std::to_string(y.columns()));
  }
  if (ladder.steps < 1) throw Error("the ladder of kernel widths is empty").expected("at least 1 step").got("0");
  if (!(ladder.first > 0) || !(ladder.last >= ladder.first)) {
    throw Error("kernel widths must be positive and rise")
        .expected("0 < first <= last")
        .got(std::to_string(ladder.first) + " .. " + std::to_string(ladder.last));
  }
}

// A sample turned on its side, in tiles of kTile rows: value d of row t * kTile + lane stands at
// (t * D + d) * kTile + lane, so that one row against a tile is a loop over lanes. The last tile repeats its final row.
std::vector<double> tile(Rows rows) {
  const std::size_t tiles = (rows.rows() + kTile - 1) / kTile, columns = rows.columns();
  std::vector<double> out(tiles * columns * kTile);
  for (std::size_t t = 0; t < tiles; ++t) {
    for (std::size_t lane = 0; lane < kTile; ++lane) {
      const auto row = rows.row(std::min(t * kTile + lane, rows.rows() - 1));
      for (std::size_t d = 0; d < columns; ++d) out[(t * columns + d) * kTile + lane] = static_cast<double>(row[d]);
    }
  }
  return out;
}

void tile_distances(std::span<const float> row, const double* tile, std::array<double, kTile>& distances) {
  distances.fill(0);
  for (std::size_t d = 0; d < row.size(); ++d, tile += kTile) {
    const auto own = static_cast<double>(row[d]);
    for (std::size_t lane = 0; lane < kTile; ++lane) {
      const double difference = own - tile[lane];
      distances[lane] = std::fma(difference, difference, distances[lane]);
    }
  }
}

// Adds exp(-gamma_s d) of the lanes first .. last - 1 to sums[s * kTile + lane] for every step s.
void add_kernels(const std::array<double, kTile>& distances, std::size_t first, std::size_t last,
                 const GammaLadder& ladder, std::vector<double>& sums) {
  const double step = ladder.steps == 1 ? 0.0 : ladder.gamma(1) - ladder.gamma(0);
  std::array<double, kTile> kernel{}, ratio{};
  for (std::size_t lane = first; lane < last; ++lane) {
    kernel[lane] = std::exp(-ladder.first * distances[lane]);
    ratio[lane] = std::exp(-step * distances[lane]);
  }
  for (std::size_t s = 0; s < ladder.steps; ++s) {
    double* sum = sums.data() + s * kTile;
    for (std::size_t lane = 0; lane < kTile; ++lane) {
      sum[lane] += kernel[lane];
      kernel[lane] *= ratio[lane];
    }
  }
}

// For each step of the ladder the sum of the kernel over pairs (row of a, row of b). With `triangle` (a and b are the
// same sample) only pairs i < j. Each block of rows of `a` keeps its own sums; they are added in block order.
std::vector<double> kernel_sums(Rows a, Rows b, bool triangle, const GammaLadder& ladder, numeric::ThreadPool& pool) {
  constexpr std::size_t kBlock = 32;
  const std::vector<double> tiles = tile(b);
  const std::size_t blocks = (a.rows() + kBlock - 1) / kBlock;
  std::vector<double> per_block(blocks * ladder.steps, 0.0);
  pool.parallel_for_blocks(a.rows(), kBlock, [&](std::size_t first, std::size_t last) {
    std::array<double, kTile> distances;
    std::vector<double> sums(ladder.steps * kTile, 0.0);
    for (std::size_t i = first; i < last; ++i) {
      const std::size_t from = triangle ? i + 1 : 0;
      for (std::size_t t = from / kTile; t * kTile < b.rows(); ++t) {
        tile_distances(a.row(i), tiles.data() + t * b.columns() * kTile, distances);
        const std::size_t lane = from > t * kTile ? from - t * kTile : 0;
        add_kernels(distances, lane, std::min(kTile, b.rows() - t * kTile), ladder, sums);
      }
    }
    for (std::size_t s = 0; s < ladder.steps; ++s) {
      double& total = per_block[first / kBlock * ladder.steps + s];
      for (std::size_t lane = 0; lane < kTile; ++lane) total += sums[s * kTile + lane];
    }
  });
  std::vector<double> totals(ladder.steps, 0.0);
  for (std::size_t i = 0; i < per_block.size(); ++i) totals[i % ladder.steps] += per_block[i];
  return totals;
}

// Equations 5 and 3 from the kernel summed over unordered pairs xx and yy (i < j) and over all pairs xy; k(x, x) = 1.
Mmd estimate(double gamma, double xx, double yy, double xy, std::size_t rows_x, std::size_t rows_y) {
  const auto n = static_cast<double>(rows_x), m = static_cast<double>(rows_y);
  const double cross = 2.0 * xy / (n * m);
  return {gamma, (2.0 * xx + n) / (n * n) + (2.0 * yy + m) / (m * m) - cross,
          2.0 * xx / (n * (n - 1.0)) + 2.0 * yy / (m * (m - 1.0)) - cross};
}

}  // namespace

std::vector<Mmd> mmd(Rows x, Rows y, const GammaLadder& ladder, numeric::ThreadPool& pool) {
  require_valid(x, y, ladder);
  const auto xx = kernel_sums(x, x, true, ladder, pool), yy = kernel_sums(y, y, true, ladder, pool);
  const auto xy = kernel_sums(x, y, false, ladder, pool);
  std::vector<Mmd> out;
  for (std::size_t s = 0; s < ladder.steps; ++s) {
    out.push_back(estimate(ladder.gamma(s), xx[s], yy[s], xy[s], x.rows(), y.rows()));
  }
  return out;
}

Mmd largest_mmd(Rows x, Rows y, const GammaLadder& ladder, numeric::ThreadPool& pool) {
  const auto estimates = mmd(x, y, ladder, pool);
  return *std::max_element(estimates.begin(), estimates.end(),
                           [](const Mmd& a, const Mmd& b) { return a.biased < b.biased; });
}

std::vector<Mmd> mmd_reference(Rows x, Rows y, const GammaLadder& ladder) {
  require_valid(x, y, ladder);
  const auto sum = [](Rows a, Rows b, double gamma, bool triangle) {
    double total = 0;
    for (std::size_t i = 0; i < a.rows(); ++i) {
      for (std::size_t j = triangle ? i + 1 : 0; j < b.rows(); ++j) {
        total += std::exp(-gamma * squared_distance_by_lanes(a.row(i), b.row(j)));
      }
    }
    return total;
  };
  std::vector<Mmd> out;
  for (std::size_t s = 0; s < ladder.steps; ++s) {
    const double gamma = ladder.gamma(s);
    out.push_back(
        estimate(gamma, sum(x, x, gamma, true), sum(y, y, gamma, true), sum(x, y, gamma, false), x.rows(), y.rows()));
  }
  return out;
}

}  // namespace ballast::geometry
