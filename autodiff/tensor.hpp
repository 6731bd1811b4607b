// What a graph is made of: tensors (batch rows x columns), parameters, and ops that work on one block of rows at a
// time.
//
// A tensor's values are kept for the whole batch. Its gradient is needed for a short while only, so it lives in scratch
// memory of the worker at hand, for the rows of one block; where a weight gradient needs it afterwards, it is kept for
// the whole batch instead. Both are decided once, when the graph is planned.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/numeric/buffer.hpp"
#include "engine/numeric/lane_sums.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/vectorise.hpp"

namespace ballast::autodiff {

// Rows first .. first + count - 1, which are block `block` of the batch, and the gradient scratch of the worker on it.
template <class T>
struct RowBlock {
  std::size_t block = 0, first = 0, count = 0;
  T* scratch = nullptr;
};

// How many rows a block has. A function of the batch alone, so that the bits are the same at any number of threads:
// small batches are cut finer, to give several threads work; from 256 rows on, products of 128 rows run at full speed
// and stay in the L2 cache.
inline std::size_t choose_block_rows(std::size_t rows) {
  if (rows >= 256) return 128;
  return rows >= 128 ? 64 : 32;
}

// A learned matrix and where its gradient goes; both are borrowed from the slabs of a module. A bias is 1 x columns.
template <class T>
struct Parameter {
  numeric::MatrixView<const T> value;
  numeric::MatrixView<T> gradient;
};

template <class T>
class Tensor {
 public:
  Tensor(std::size_t rows, std::size_t columns, bool needs_gradient)
      : values_(rows, padded(columns)), columns_(columns), needs_gradient_(needs_gradient) {}

  std::size_t rows() const { return values_.rows(); }
  std::size_t columns() const { return columns_; }
  bool needs_gradient() const { return needs_gradient_; }

  numeric::MatrixView<T> values() { return values_.view().column_block(0, columns_); }
  numeric::MatrixView<T> values(const RowBlock<T>& rows) { return values().row_block(rows.first, rows.count); }

  // dL/d(values) of these rows. Requires: needs_gradient().
  numeric::MatrixView<T> gradient(const RowBlock<T>& rows) {
    if (!kept_.empty()) return kept_.view().row_block(rows.first, rows.count);
    return {rows.scratch + scratch_offset_, rows.count, columns()};
  }
  // Keeps the gradient of the whole batch; called by the op that makes the tensor, before planning.
  void keep_gradient() { kept_ = numeric::Matrix<T>(rows(), columns()); }
  bool keeps_gradient() const { return !kept_.empty(); }
  numeric::MatrixView<const T> kept_gradient() const { return kept_.view(); }
  void place_gradient(std::size_t scratch_offset) { scratch_offset_ = scratch_offset; }

 private:
  // Rows whose length is a multiple of 1 kB stand a cache line further apart than they are long: else they would share
  // a few sets of the cache, and the product x^T d_pre walks down the columns.
  static std::size_t padded(std::size_t columns) {
    return columns + (columns * sizeof(T) % 1024 == 0 ? numeric::kAlignment / sizeof(T) : 0);
  }

  numeric::Matrix<T> values_, kept_;
  std::size_t columns_;
  std::size_t scratch_offset_ = 0;
  bool needs_gradient_;
};

// A tensor as one op uses it. Of all uses the one that runs first in the backward pass writes the gradient, later
// ones add to it; `add` says which this is.
template <class T>
struct Operand {
  Tensor<T>* tensor = nullptr;
  bool add = false;

  bool needs_gradient() const { return tensor != nullptr && tensor->needs_gradient(); }
};

// Puts a term of the gradient of `operand` in its place: d is written or added to.
template <class T>
void accumulate(const Operand<T>& operand, T& d, T term) {
  d = operand.add ? d + term : term;
}

// accumulate of a whole block: `gradient` is that of the operand itself.
template <class T>
void pass_on(numeric::MatrixView<const T> gradient, const Operand<T>& operand, const RowBlock<T>& rows) {
  const numeric::MatrixView<T> to = operand.tensor->gradient(rows);
  const std::size_t columns = to.columns();
  for (std::size_t i = 0; i < rows.count; ++i) {
    const T* from = gradient.row(i).data();
    T* out = to.row(i).data();
    if (operand.add) {
      BALLAST_INDEPENDENT
      for (std::size_t j = 0; j < columns; ++j) out[j] += from[j];
    } else {
      BALLAST_INDEPENDENT
      for (std::size_t j = 0; j < columns; ++j) out[j] = from[j];
    }
  }
}

// One node of the graph. Blocks of rows run in any order on any thread: an op writes only to the rows it is given, and
// what it sums over rows it keeps per block, to be added up in block order.
template <class T>
class Op {
 public:
  virtual ~Op() = default;
  virtual Tensor<T>* output() = 0;  // null for a loss
  virtual std::vector<Operand<T>*> inputs() = 0;

  // Work that all rows share, in independent tasks, before the forward pass.
  virtual std::size_t prepare_tasks() const { return 0; }
  virtual void prepare(std::size_t) {}

  virtual void forward(const RowBlock<T>& rows) = 0;
  virtual void backward(const RowBlock<T>& rows) = 0;

  // Gradients of the parameters, in independent tasks, after the backward pass of all rows; `add` adds to what is
  // there.
  virtual std::size_t weight_tasks() const { return 0; }
  virtual void weight_gradient(std::size_t, bool /*add*/) {}
};

// An op with parameters whose gradient is known row by row, before the rows are summed: what Graph::
// forward_backward_clipped asks of every op that has parameters. A row's gradient is an outer product, so its norm is a
// product of two norms and no matrix of its own is needed (Goodfellow 2015, "Efficient per-example gradient
// computations"). Both after backward of these rows and before weight_gradient.
template <class T>
class RowGradients {
 public:
  virtual ~RowGradients() = default;
  // squares[i] += the squared norm of the part that row rows.first + i has in the gradients of the op's parameters.
  virtual void add_squared_norms(const RowBlock<T>& rows, std::span<double> squares) = 0;
  // Multiplies that part by factors[i].
  virtual void scale_rows(const RowBlock<T>& rows, std::span<const T> factors) = 0;
};

template <class T>
double squared_length(std::span<const T> values) {
  const T* v = values.data();
  return numeric::lane_sum(values.size(), [v](std::size_t j) { return double{v[j]} * double{v[j]}; });
}

// Zero where the factor is, whatever the values.
template <class T>
void scale(std::span<T> values, T factor) {
  if (factor == T{0}) {
    std::ranges::fill(values, T{0});
    return;
  }
  T* v = values.data();
  const std::size_t count = values.size();
  BALLAST_INDEPENDENT
  for (std::size_t j = 0; j < count; ++j) v[j] *= factor;
}

}  // namespace ballast::autodiff
