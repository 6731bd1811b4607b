// The weighted graph that UMAP lays out (McInnes, Healy & Melville 2018, arXiv 1802.03426, section 3.1 and
// algorithms 2 and 3). Distances around each row are measured in that row's own unit, so that dense and thin regions
// count alike:
//
//   rho_i    distance to the nearest neighbour that is not a copy of row i
//   sigma_i  such that  sum_j exp(-max(0, d_ij - rho_i) / sigma_i) = log2 k
//   w_{j|i} = exp(-max(0, d_ij - rho_i) / sigma_i)            how surely j is a neighbour, seen from i
//   w_ij    = w_{j|i} + w_{i|j} - w_{j|i} w_{i|j}             seen from either (probabilistic union)
//
// k counts neighbours other than the row itself, as in the paper (umap-learn's n_neighbors counts the row too).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/numeric/matrix.hpp"

namespace ballast::geometry {

// Weighted edges by row: those of row i are offsets[i] .. offsets[i + 1] - 1, in rising order of `to`.
struct SparseGraph {
  std::vector<std::size_t> offsets;
  std::vector<std::uint32_t> to;
  std::vector<float> weight;  // 0 < weight <= 1

  std::size_t rows() const { return offsets.empty() ? 0 : offsets.size() - 1; }
  std::size_t edges() const { return to.size(); }
};

struct SmoothDistances {
  std::vector<double> rho, sigma;  // one each a row
};

// Whether rho is the distance to the nearest neighbour (a graph over the training rows, each of which is then tied
// surely to one other) or zero (edges from new rows, which need no such tie).
enum class LocalConnectivity : std::uint8_t { nearest, none };

// Algorithm 3. distances: N x k, rising in each row, not squared. sigma by bisection on a doubling bracket, at least
// 1e-3 of the row's mean distance (of all rows' when the row has only copies), so that many copies cannot make it 0.
// Requires k >= 2.
SmoothDistances smooth_knn_distances(numeric::MatrixView<const double> distances, LocalConnectivity connectivity);

// Algorithm 2, line by line: edge (i, neighbour j) with weight w_{j|i}. neighbours, distances: N x k.
SparseGraph directed_memberships(numeric::MatrixView<const std::uint32_t> neighbours,
                                 numeric::MatrixView<const double> distances, const SmoothDistances& smooth);

// a + b - ab over both directions of each edge; the result is symmetric to the bit. Requires a graph of rows among
// themselves.
SparseGraph fuzzy_union(const SparseGraph& directed);

// The three steps above: the fuzzy simplicial set of the rows.
SparseGraph fuzzy_graph(numeric::MatrixView<const std::uint32_t> neighbours,
                        numeric::MatrixView<const double> distances);

// Number of connected components of a symmetric graph.
std::size_t connected_components(const SparseGraph& graph);

}  // namespace ballast::geometry
