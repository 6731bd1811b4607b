// Where the points of an embedding stand before the layout begins.
//
// Spectral: the eigenvectors of the symmetric normalised Laplacian I - D^-1/2 W D^-1/2 with the smallest eigenvalues,
// the constant one left out (McInnes, Healy & Melville 2018, algorithm 4; after Belkin & Niyogi 2003). A graph in
// several pieces has several constant ones, which say nothing of the shape: it starts from principal components.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/geometry/fuzzy_graph.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::geometry {

// N x components scores of the rows on their leading principal components; columns beyond the rank are zero.
// Threads: same bits at any number. Cost: O(N D^2).
numeric::Matrix<float> principal_components(numeric::MatrixView<const float> rows, std::size_t components,
                                            numeric::ThreadPool& pool);

// N x components. Requires a connected graph of more than components + 1 rows.
// Threads: same bits at any number. Cost: 64 products with the graph and 64^2 N a restart of Lanczos.
numeric::Matrix<float> spectral_embedding(const SparseGraph& graph, std::size_t components, numeric::ThreadPool& pool);

// Each column moved and scaled to -5 .. 5, plus normal noise of 1e-4 so that copies of a row can part.
void scale_start(numeric::MatrixView<float> start, std::uint64_t seed);

}  // namespace ballast::geometry
