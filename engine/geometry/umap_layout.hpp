// The layout: points pulled together along the edges of the fuzzy graph and pushed away from points drawn at random
// (McInnes, Healy & Melville 2018, algorithm 5 and section 3.2; drawing as in section 4.1). With the curve's a and b,
// y_i moves in each epoch, times a learning rate that falls linearly to zero, by
//
//   attraction  -2 a b |d|^(2(b-1)) / (1 + a |d|^(2b)) (y_i - y_j)                  once every w_max / w_ij epochs
//   repulsion    2 b / ((0.001 + |d|^2) (1 + a |d|^(2b))) (y_i - y_r)               for each of 5 random points r
//
// each component clipped to -4 .. 4.
//
// The original moves points one after another in place, on several threads in whatever order they run. Here a point
// takes its edges one after another (a pull and its five pushes at a time), but sees all other points where they stood
// at the end of the last epoch. So the points of an epoch are independent: they run in parallel, and with random
// numbers addressed by (point, epoch) the result has the same bits at any number of threads. An edge is seen once from
// each end; the original lets either sighting move both ends, which is here a pull of twice the strength on the own
// end.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/geometry/fuzzy_graph.hpp"
#include "engine/geometry/umap_curve.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/random.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"

namespace ballast::geometry {

inline constexpr std::size_t kPushes = 5;  // random points for each pull

struct LayoutOptions {
  UmapCurve curve;
  std::size_t epochs = 500;
  double learning_rate = 1;
  std::uint64_t seed = 42;
};

// Moves `positions` (N x C), the rows of the symmetric `graph`. Reports the phase "lay out" once an epoch.
// Threads: blocks of points on the pool; same bits at any number. Cost: about epochs * edges * 6 powers at most; an
// edge of weight w counts w / w_max of that.
void lay_out(const SparseGraph& graph, const LayoutOptions& options, numeric::Matrix<float>& positions,
             numeric::ThreadPool& pool, Observer& observer);

// Moves new points among `fixed` ones (M x C): the edges of `graph` lead from new points to fixed ones. w_max is 1
// here, so that no new point depends on another.
void lay_out_among(const SparseGraph& graph, numeric::MatrixView<const float> fixed, const LayoutOptions& options,
                   numeric::Matrix<float>& positions, numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::geometry
