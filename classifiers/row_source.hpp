// RowSource: rows that join a training set for one tree of a forest, or one round of boosting, and for no other. A
// learner asks for them by the tree's number, so what it gets depends on nothing else: tree t learns from rows
// t n .. (t + 1) n - 1 of an endless table whose rows are functions of their numbers.
//
// Rows drawn afresh for every tree vary as those of a bootstrap do, and the mean over the trees takes that variance
// out; one draw shared by all trees leaves it in. With SMOTE as the source this is SMOTEBagging (Wang and Yao 2009)
// and, a round at a time, SMOTEBoost (Chawla et al. 2003). Learners know no more of a generator than this.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::classifiers {

class RowSource {
 public:
  virtual ~RowSource() = default;
  virtual std::size_t rows() const = 0;    // n, of each tree; at least 1
  virtual std::int32_t label() const = 0;  // of every row
  virtual float weight() const = 0;        // of every row, beside the training set's weights; above 0

  // The rows of trees first .. first + out.rows() / n - 1, one tree below another: features as the training set has
  // them, none infinite. It tells no progress: the learner does. Threads: called by one at a time, shares work on the
  // pool.
  virtual void fill(std::uint64_t first, numeric::MatrixView<double> out, numeric::ThreadPool& pool) const = 0;
};

}  // namespace ballast::classifiers
