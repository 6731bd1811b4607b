// The k nearest rows of numbers and labels, exact.
//
// A float32 pass over tiles of points proposes: the distance it gives is off by at most a bound, and only points whose
// distance may lie within the k-th nearest found so far are measured in double. So the result is that of double alone,
// and most of the work is done sixteen points at a time. No tree: with ten and more columns all of them lose.
#pragma once

#include <cstddef>
#include <cstdint>

#include "app/fidelity/distances/mixed_space.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"

namespace ballast::app::fidelity {

enum class Metric : std::uint8_t {
  euclidean,  // root of sum (a - b)^2 + 2 for each label that differs: one-hot columns
  gower,      // mean over columns of min(|a - b|, 1), or 1 for a label that differs
};

struct MixedNeighbours {
  numeric::Matrix<std::uint32_t> rows;  // queries x k, nearest first; of equals the lower row number
  numeric::Matrix<double> distances;
};

// The answer has min(k, points, or without oneself points - 1) columns. exclude_self: the queries are the points, and
// no row is its own neighbour. Same bits at any number of threads. Throws Stopped.
MixedNeighbours mixed_neighbours(const MixedRows& queries, const MixedRows& points, Metric metric, std::size_t k,
                                 bool exclude_self, numeric::ThreadPool& pool, Observer& observer);

// Slow twin: measures all and sorts.
MixedNeighbours mixed_neighbours_twin(const MixedRows& queries, const MixedRows& points, Metric metric, std::size_t k,
                                      bool exclude_self);

}  // namespace ballast::app::fidelity
