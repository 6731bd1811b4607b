// Trustworthiness: does an embedding invent neighbours? A row that is among the k nearest in the embedding but was far
// away in the data costs its rank beyond k there (Venna & Kaski 2001, "Neighborhood preservation in nonlinear
// projection methods", equation 1):
//
//   T(k) = 1 - 2 / (N k (2 N - 3 k - 1)) * sum_i sum_{j in U_k(i)} (r(i, j) - k)
//
// with U_k(i) the rows among the k nearest of i in the embedding and not in the data, r(i, j) the rank of j in the
// data. 1 is perfect, a random embedding is near 1/2. The definition is that of sklearn.manifold.trustworthiness; ties,
// which it leaves to its sort, go to the lower row number here.
#pragma once

#include <cstddef>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::geometry {

// T(k) in 0 .. 1. rows: N x D, embedding: N x C, row i of one belongs to row i of the other.
// Throws Error unless 1 <= k < N / 2 and both have N rows.
// Threads: rows on the pool; same bits at any number. Cost: O(N^2 (D + k)) time, O(N) memory a thread.
double trustworthiness(numeric::MatrixView<const float> rows, numeric::MatrixView<const float> embedding, std::size_t k,
                       numeric::ThreadPool& pool);

// The slow twin: sorts all distances of every row and reads the formula off. For tests.
double trustworthiness_reference(numeric::MatrixView<const float> rows, numeric::MatrixView<const float> embedding,
                                 std::size_t k);

}  // namespace ballast::geometry
