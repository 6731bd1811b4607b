// The two-sample test by a classifier (Lopez-Paz and Oquab 2017): boosted trees learn to tell real rows from others on
// two of three folds and judge the third. Nobody can tell two samples of one source apart, so ROC-AUC is then a half.
//
//   score = 1 - mean over folds of (2 max(1/2, AUC) - 1)        1: cannot be told apart; 0: all told apart
//
// More rows make sharper eyes: a score says nothing without its rows a side, and the score of real rows against real.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "app/fidelity/figure.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app::fidelity {

struct TwoSampleOptions {
  std::uint64_t seed = 42;
  std::size_t folds = 3;
  std::size_t most_rows = 100'000;  // a side
};

struct TwoSample {
  Value score;                // NaN where a side has fewer rows than folds
  double auc = 0;             // mean over folds
  std::size_t rows = 0;       // a side: those of the smaller table; of the larger as many are drawn
  std::vector<double> gains;  // of each column: its share of what all splits gained; which columns give rows away
};

// Boosting of depth 6 and 100 rounds. Tables under one schema; dates are learned by their parts. Same bits at any
// number of threads.
TwoSample two_sample_test(const tabular::Table& real, const tabular::Table& other, const TwoSampleOptions& options,
                          numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::app::fidelity
