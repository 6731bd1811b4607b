// Linear + bias + activation as one node: pre = x W + b + added, y = f(pre).
//
// Backward: d_pre = dy f'(pre);  dx = d_pre W^T;  d_added = d_pre;  dW = x^T d_pre;  db = column sums of d_pre.
// The forward pass leaves f'(pre) in the place of pre; d_pre takes that place in turn, block by block, and is kept for
// the whole batch until dW has been computed. With the identity it is the output's gradient itself. dW is cut in tiles
// of its columns; each is one product over all rows.
// Row i's part of dW is x_i^T d_i and of db is d_i, so their squared norm is (|x_i|^2 + 1) |d_i|^2.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "autodiff/tensor.hpp"
#include "engine/numeric/kernels.hpp"
#include "engine/numeric/packed.hpp"

namespace ballast::autodiff {

template <class T>
class LinearOp final : public Op<T>, public RowGradients<T> {
 public:
  LinearOp(Tensor<T>* x, Parameter<T> weight, Parameter<T> bias, numeric::Activation activation, Tensor<T>* added,
           Tensor<T>* y, std::size_t blocks)
      : x_{x},
        added_{added},
        y_(y),
        weight_(weight),
        bias_(bias),
        activation_(activation),
        pre_(is_linear() ? 0 : y->rows(), y->columns(), false) {
    assert(weight.value.rows() == x->columns() && weight.value.columns() == y->columns());
    assert(bias.value.empty() || bias.value.columns() == y->columns());
    assert(added == nullptr || added->columns() == y->columns());
    if (is_linear()) y->keep_gradient();
    const std::size_t in = x->columns(), out = y->columns();
    packed_ = numeric::Buffer<T>(numeric::packed_size(in, out));
    if (x->needs_gradient()) packed_transpose_ = numeric::Buffer<T>(numeric::packed_size(out, in));
    packed_gradient_ = numeric::Buffer<T>(numeric::packed_size(numeric::kProductRows, out));
    if (has_bias()) bias_partial_ = numeric::Matrix<T>(blocks, y->columns());
  }

  Tensor<T>* output() override { return y_; }
  std::vector<Operand<T>*> inputs() override {
    return added_.tensor == nullptr ? std::vector{&x_} : std::vector{&x_, &added_};
  }

  // The weight is packed once for all rows: as it is for the forward pass, transposed for the backward pass.
  std::size_t prepare_tasks() const override {
    return tasks_of(y_->columns()) + (x_.needs_gradient() ? tasks_of(x_.tensor->columns()) : 0);
  }
  void prepare(std::size_t task) override {
    const std::size_t in = x_.tensor->columns(), out = y_->columns();
    const bool plain = task < tasks_of(out);
    const std::size_t first = (plain ? task : task - tasks_of(out)) * kPackTile;
    if (plain) {
      numeric::pack<T>(weight_.value.column_block(first, std::min(kPackTile, out - first)), numeric::Transpose::no,
                       packed_.data() + numeric::packed_size(in, first));
    } else {
      numeric::pack<T>(weight_.value.row_block(first, std::min(kPackTile, in - first)), numeric::Transpose::yes,
                       packed_transpose_.data() + numeric::packed_size(out, first));
    }
  }

  void forward(const RowBlock<T>& rows) override {
    const numeric::MatrixView<T> y = y_->values(rows);
    const numeric::MatrixView<T> pre = is_linear() ? y : pre_.values(rows);
    numeric::multiply_packed<T>(x_.tensor->values(rows), numeric::Transpose::no, packed_.data(), false, pre);
    const numeric::MatrixView<const T> added =
        added_.tensor == nullptr ? numeric::MatrixView<const T>{} : added_.tensor->values(rows);
    numeric::bias_activation<T>(pre, bias(), added, activation_, y);
  }

  void backward(const RowBlock<T>& rows) override {
    const numeric::MatrixView<T> dy = y_->gradient(rows), d_pre = pre_gradient(rows);
    numeric::bias_activation_backward<T>(dy, d_pre, bias_sums(rows));
    if (added_.needs_gradient()) pass_on<T>(d_pre, added_, rows);
    if (x_.needs_gradient()) {
      numeric::multiply_packed<T>(d_pre, numeric::Transpose::no, packed_transpose_.data(), x_.add,
                                  x_.tensor->gradient(rows));
    }
  }

  void add_squared_norms(const RowBlock<T>& rows, std::span<double> squares) override {
    const numeric::MatrixView<const T> x = x_.tensor->values(rows), d = pre_gradient(rows);
    for (std::size_t i = 0; i < rows.count; ++i) {
      squares[i] += (squared_length(x.row(i)) + (has_bias() ? 1 : 0)) * squared_length(d.row(i));
    }
  }
  void scale_rows(const RowBlock<T>& rows, std::span<const T> factors) override {
    const numeric::MatrixView<T> d = pre_gradient(rows);
    for (std::size_t i = 0; i < rows.count; ++i) scale(d.row(i), factors[i]);
    const std::span<T> sums = bias_sums(rows);
    std::ranges::fill(sums, T{0});
    for (std::size_t i = 0; i < rows.count && has_bias(); ++i) {
      for (std::size_t j = 0; j < sums.size(); ++j) sums[j] += d(i, j);
    }
  }

  std::size_t weight_tasks() const override { return (y_->columns() + kTile - 1) / kTile; }

  void weight_gradient(std::size_t task, bool add) override {
    const std::size_t first = task * kTile, count = std::min(kTile, y_->columns() - first);
    const numeric::MatrixView<const T> d_pre = is_linear() ? y_->kept_gradient() : pre_.values();
    T* scratch = packed_gradient_.data() + numeric::packed_size(numeric::kProductRows, first);
    numeric::multiply_transposed<T>(x_.tensor->values(), d_pre.column_block(first, count), add,
                                    weight_.gradient.column_block(first, count), scratch);
    if (has_bias()) sum_bias(first, count, add);
  }

 private:
  static constexpr std::size_t kTile = 64;       // columns of dW in one task
  static constexpr std::size_t kPackTile = 128;  // columns packed in one task
  static std::size_t tasks_of(std::size_t columns) { return (columns + kPackTile - 1) / kPackTile; }

  bool is_linear() const { return activation_ == numeric::Activation::identity; }
  bool has_bias() const { return !bias_.value.empty(); }
  std::span<const T> bias() const { return has_bias() ? bias_.value.row(0) : std::span<const T>{}; }
  numeric::MatrixView<T> pre_gradient(const RowBlock<T>& rows) {  // after backward
    return is_linear() ? y_->gradient(rows) : pre_.values(rows);
  }
  std::span<T> bias_sums(const RowBlock<T>& rows) {
    return has_bias() ? bias_partial_.row(rows.block) : std::span<T>{};
  }

  // The partial sums of the row blocks, in block order.
  void sum_bias(std::size_t first, std::size_t count, bool add) {
    const std::span<T> sum = bias_.gradient.row(0).subspan(first, count);
    if (!add) std::ranges::fill(sum, T{0});
    for (std::size_t block = 0; block < bias_partial_.rows(); ++block) {
      const std::span<const T> partial = bias_partial_.row(block).subspan(first, count);
      for (std::size_t j = 0; j < count; ++j) sum[j] += partial[j];
    }
  }

  Operand<T> x_, added_;
  Tensor<T>* y_;
  Parameter<T> weight_, bias_;
  numeric::Activation activation_;
  Tensor<T> pre_;                    // f'(pre) after forward, d_pre after backward
  numeric::Matrix<T> bias_partial_;  // row blocks x out
  numeric::Buffer<T> packed_, packed_transpose_, packed_gradient_;
};

}  // namespace ballast::autodiff
