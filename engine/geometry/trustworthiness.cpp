#include "engine/geometry/trustworthiness.hpp"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "engine/error.hpp"
#include "engine/geometry/distance.hpp"

namespace ballast::geometry {
namespace {

using Rows = numeric::MatrixView<const float>;

void require_valid(Rows rows, Rows embedding, std::size_t k) {
  if (rows.rows() != embedding.rows()) {
    throw Error("the embedding does not belong to the rows")
        .expected(std::to_string(rows.rows()) + " rows")
        .got(std::to_string(embedding.rows()));
  }
  if (k < 1 || 2 * k >= rows.rows()) {
    throw Error("trustworthiness needs k of at least 1 and below half the number of rows")
        .expected("1 <= k < " + std::to_string(rows.rows()) + " / 2")
        .got(std::to_string(k));
  }
}

// Distances of row i to all rows; infinite to itself, so that it is nobody's neighbour.
void distances_from(Rows rows, std::size_t i, std::vector<double>& distances) {
  const auto own = rows.row(i);
  for (std::size_t j = 0; j < rows.rows(); ++j) distances[j] = squared_distance_by_lanes(own, rows.row(j));
  distances[i] = std::numeric_limits<double>::infinity();
}

// Order by distance, then by row number.
struct Nearer {
  const std::vector<double>& distances;
  bool operator()(std::uint32_t a, std::uint32_t b) const {
    return distances[a] < distances[b] || (distances[a] == distances[b] && a < b);
  }
};

// The rank of row j among all others: 1 for the nearest. Counting is cheaper than sorting for a few j.
std::size_t rank_of(const std::vector<double>& distances, std::size_t j) {
  const double own = distances[j];
  std::size_t nearer = 0;
  for (std::size_t other = 0; other < j; ++other) nearer += distances[other] <= own ? 1 : 0;
  for (std::size_t other = j + 1; other < distances.size(); ++other) nearer += distances[other] < own ? 1 : 0;
  return nearer + 1;
}

double from_penalty(std::uint64_t penalty, std::size_t n, std::size_t k) {
  const double worst = static_cast<double>(n) * static_cast<double>(k) * static_cast<double>(2 * n - 3 * k - 1);
  return 1.0 - 2.0 / worst * static_cast<double>(penalty);
}

}  // namespace

double trustworthiness(Rows rows, Rows embedding, std::size_t k, numeric::ThreadPool& pool) {
  require_valid(rows, embedding, k);
  constexpr std::size_t kBlock = 16;
  const std::size_t n = rows.rows();
  std::vector<std::uint64_t> penalties((n + kBlock - 1) / kBlock, 0);  // integers: any order of summation would do
  pool.parallel_for_blocks(n, kBlock, [&](std::size_t first, std::size_t last) {
    std::vector<double> distances(n);
    std::vector<std::uint32_t> order(n);
    for (std::size_t i = first; i < last; ++i) {
      distances_from(embedding, i, distances);
      std::iota(order.begin(), order.end(), 0u);
      std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(k), order.end(), Nearer{distances});
      distances_from(rows, i, distances);
      for (std::size_t neighbour = 0; neighbour < k; ++neighbour) {
        const std::size_t rank = rank_of(distances, order[neighbour]);
        if (rank > k) penalties[first / kBlock] += rank - k;
      }
    }
  });
  return from_penalty(std::accumulate(penalties.begin(), penalties.end(), std::uint64_t{0}), n, k);
}

double trustworthiness_reference(Rows rows, Rows embedding, std::size_t k) {
  require_valid(rows, embedding, k);
  const std::size_t n = rows.rows();
  std::vector<double> distances(n);
  std::vector<std::uint32_t> near_in_embedding(n), near_in_data(n);
  std::uint64_t penalty = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const auto sort_by_distance = [&](Rows from, std::vector<std::uint32_t>& order) {
      distances_from(from, i, distances);
      std::iota(order.begin(), order.end(), 0u);
      std::sort(order.begin(), order.end(), Nearer{distances});
    };
    sort_by_distance(embedding, near_in_embedding);
    sort_by_distance(rows, near_in_data);
    for (std::size_t neighbour = 0; neighbour < k; ++neighbour) {
      const auto found = std::find(near_in_data.begin(), near_in_data.end(), near_in_embedding[neighbour]);
      const auto rank = static_cast<std::size_t>(found - near_in_data.begin()) + 1;
      if (rank > k) penalty += rank - k;
    }
  }
  return from_penalty(penalty, n, k);
}

}  // namespace ballast::geometry
