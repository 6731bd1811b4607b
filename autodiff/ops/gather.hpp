// Rows of a table, chosen by an index: y_i = E[index_i].
//
// GatherOp: E is a constant (the sinusoidal embedding of each step); no backward.
// GatherProjectionOp: E = table W, projected once for all rows of the table. Backward: dE[s] = sum of dy_i over the
// rows with index_i = s, in row order; dW = table^T dE. Cut in tiles of columns, each of which sums and multiplies on
// its own.
#pragma once

#include <algorithm>
#include <cassert>
#include <span>
#include <vector>

#include "autodiff/tensor.hpp"
#include "engine/numeric/packed.hpp"
#include "engine/numeric/vectorise.hpp"

namespace ballast::autodiff {

template <class T>
void gather_rows(numeric::MatrixView<const T> table, std::span<const std::uint32_t> index, numeric::MatrixView<T> to) {
  for (std::size_t i = 0; i < to.rows(); ++i) {
    assert(index[i] < table.rows());
    std::copy_n(table.row(index[i]).data(), table.columns(), to.row(i).data());
  }
}

template <class T>
class GatherOp final : public Op<T> {
 public:
  GatherOp(numeric::MatrixView<const T> table, const std::vector<std::uint32_t>& index, Tensor<T>* y)
      : table_(table), index_(index), y_(y) {}

  Tensor<T>* output() override { return y_; }
  std::vector<Operand<T>*> inputs() override { return {}; }
  void forward(const RowBlock<T>& rows) override {
    gather_rows<T>(table_, std::span(index_).subspan(rows.first, rows.count), y_->values(rows));
  }
  void backward(const RowBlock<T>&) override {}

 private:
  numeric::MatrixView<const T> table_;
  const std::vector<std::uint32_t>& index_;
  Tensor<T>* y_;
};

template <class T>
class GatherProjectionOp final : public Op<T> {
 public:
  GatherProjectionOp(numeric::MatrixView<const T> table, Parameter<T> weight, const std::vector<std::uint32_t>& index,
                     Tensor<T>* y)
      : table_(table),
        weight_(weight),
        index_(index),
        y_(y),
        projected_(table.rows(), y->columns()),
        d_projected_(table.rows(), y->columns()),
        packed_(numeric::packed_size(table.columns(), y->columns())),
        packed_gradient_(numeric::packed_size(numeric::kProductRows, y->columns())) {
    assert(weight.value.rows() == table.columns() && weight.value.columns() == y->columns());
    y->keep_gradient();
  }

  Tensor<T>* output() override { return y_; }
  std::vector<Operand<T>*> inputs() override { return {}; }

  std::size_t prepare_tasks() const override { return weight_tasks(); }
  void prepare(std::size_t task) override {
    const std::size_t first = task * kTile, count = std::min(kTile, y_->columns() - first);
    T* packed = packed_.data() + numeric::packed_size(table_.columns(), first);
    numeric::pack<T>(weight_.value.column_block(first, count), numeric::Transpose::no, packed);
    numeric::multiply_packed<T>(table_, numeric::Transpose::no, packed, false,
                                projected_.view().column_block(first, count));
  }

  void forward(const RowBlock<T>& rows) override {
    gather_rows<T>(std::as_const(projected_).view(), std::span(index_).subspan(rows.first, rows.count),
                   y_->values(rows));
  }
  void backward(const RowBlock<T>&) override {}  // dy is kept

  std::size_t weight_tasks() const override { return (y_->columns() + kTile - 1) / kTile; }
  void weight_gradient(std::size_t task, bool add) override {
    const std::size_t first = task * kTile, count = std::min(kTile, y_->columns() - first);
    const numeric::MatrixView<T> d_projected = d_projected_.view().column_block(first, count);
    for (std::size_t s = 0; s < d_projected.rows(); ++s) std::ranges::fill(d_projected.row(s), T{0});
    const numeric::MatrixView<const T> dy = y_->kept_gradient().column_block(first, count);
    for (std::size_t i = 0; i < dy.rows(); ++i) {
      T* sum = d_projected.row(index_[i]).data();
      const T* row = dy.row(i).data();
      BALLAST_INDEPENDENT
      for (std::size_t j = 0; j < count; ++j) sum[j] += row[j];
    }
    T* scratch = packed_gradient_.data() + numeric::packed_size(numeric::kProductRows, first);
    numeric::multiply_transposed<T>(table_, d_projected, add, weight_.gradient.column_block(first, count), scratch);
  }

 private:
  static constexpr std::size_t kTile = 64;  // columns in one task, forward and backward

  numeric::MatrixView<const T> table_;
  Parameter<T> weight_;
  const std::vector<std::uint32_t>& index_;
  Tensor<T>* y_;
  numeric::Matrix<T> projected_, d_projected_;  // table rows x out
  numeric::Buffer<T> packed_, packed_gradient_;
};

}  // namespace ballast::autodiff
