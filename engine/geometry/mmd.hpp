// Squared maximum mean discrepancy between two samples: the distance of their mean embeddings under the kernel
// k(x, y) = exp(-gamma |x - y|^2) (Gretton et al. 2012, "A kernel two-sample test", JMLR 13). Zero for equal
// distributions. Two estimators:
//
//   biased    (equation 5)  mean k(x, x') + mean k(y, y') - 2 mean k(x, y), over all pairs: never below zero
//   unbiased  (equation 3)  the same without the pairs of a row with itself: mean zero under equality, may be negative
//
// The paper of this project watches training by a ladder of kernel widths, gamma from 0.01 to 3 in 15 steps, and
// reports the largest value; since steps are even, exp(-gamma_s d) is exp(-gamma_0 d) exp(-step d)^s: two exponentials
// and a row of multiplications serve the whole ladder.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::geometry {

// `steps` values of gamma, evenly from first to last, both included. steps = 1 means `first` alone.
struct GammaLadder {
  double first = 0.01, last = 3.0;
  std::size_t steps = 15;

  double gamma(std::size_t step) const {
    return steps == 1 ? first : first + (last - first) * static_cast<double>(step) / static_cast<double>(steps - 1);
  }
};

struct Mmd {
  double gamma = 0, biased = 0, unbiased = 0;  // estimates of MMD squared
};

// One estimate for each gamma of the ladder. x: N x D, y: M x D.
// Throws Error: fewer than 2 rows in a sample, different numbers of columns, no steps, gamma not positive.
// Threads: blocks of rows on the pool; same bits at any number. Cost: O((N + M)^2 (D + steps)), sums in double.
std::vector<Mmd> mmd(numeric::MatrixView<const float> x, numeric::MatrixView<const float> y, const GammaLadder& ladder,
                     numeric::ThreadPool& pool);

// The entry of the ladder with the largest biased estimate (the first of equals): what the paper reports.
Mmd largest_mmd(numeric::MatrixView<const float> x, numeric::MatrixView<const float> y, const GammaLadder& ladder,
                numeric::ThreadPool& pool);

// The slow twin: every pair, every gamma, one exponential each, in one running sum. For tests.
std::vector<Mmd> mmd_reference(numeric::MatrixView<const float> x, numeric::MatrixView<const float> y,
                               const GammaLadder& ladder);

}  // namespace ballast::geometry
