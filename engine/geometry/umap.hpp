// UMAP: uniform manifold approximation and projection (McInnes, Healy & Melville 2018, arXiv 1802.03426). Finds for
// each row a point of few components such that near rows stay near. The steps, each in its own file:
//
//   neighbours      the k nearest rows of each row
//   fuzzy_graph     distances become weights between 0 and 1             section 3.1, algorithms 2 and 3
//   umap_curve      the closeness of two points of the embedding          section 4.2
//   umap_start      spectral start (algorithm 4), or principal components
//   umap_layout     points pulled along edges and pushed apart           section 3.2, algorithm 5
//
// Exact neighbours, Euclidean distance; no supervision by labels.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/geometry/umap_curve.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"

namespace ballast::geometry {

enum class UmapStart : std::uint8_t { spectral, principal_components };

struct UmapOptions {
  std::size_t neighbours = 15;  // of each row, itself not counted: small shows detail, large shows the whole
  double min_dist = 0.1;        // how near points of the embedding may come
  double spread = 1;            // the scale of the embedding
  std::size_t components = 2;
  std::size_t epochs = 0;                 // 0: 500, and 200 beyond 10,000 rows
  UmapStart start = UmapStart::spectral;  // principal components are used anyway where the graph falls apart
  std::uint64_t seed = 42;
};

struct Umap {
  UmapOptions options;
  UmapCurve curve;
  numeric::Matrix<float> rows;       // a copy: new rows look for their neighbours here
  numeric::Matrix<float> embedding;  // N x components
};

// Embeds the rows (N x D). Scale the columns before: distances take them as they are.
// Throws Error: fewer than neighbours + 1 rows, fewer than components + 3 rows, neighbours below 2, no components,
// no columns, a value that is not finite, min_dist and spread that do not fit; Stopped when the observer says so.
// Threads: same bits at any number. Cost: the neighbours, O(N^2 D), and about epochs * N * neighbours * 6 powers.
Umap fit_umap(numeric::MatrixView<const float> rows, const UmapOptions& options, numeric::ThreadPool& pool,
              Observer& observer);

// Places new rows (M x D) into a fitted embedding, which stays as it is: each starts at the weighted mean of its
// neighbours among the training rows and is laid out against the fixed points for a third of the epochs, at a quarter
// of the learning rate. M x components. Each row depends on itself and its number alone, not on the other new rows'
// values.
// Throws Error: another number of columns, a value that is not finite.
numeric::Matrix<float> transform(const Umap& model, numeric::MatrixView<const float> rows, numeric::ThreadPool& pool,
                                 Observer& observer);

}  // namespace ballast::geometry
