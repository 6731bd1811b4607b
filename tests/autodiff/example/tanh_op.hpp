// y = tanh(x). Backward: dx = (1 - y^2) dy. The example of autodiff/README.md; its test is ../tanh_op_test.cpp.
#pragma once

#include <cassert>
#include <cmath>
#include <vector>

#include "autodiff/tensor.hpp"

namespace ballast::autodiff {

template <class T>
class TanhOp final : public Op<T> {
 public:
  TanhOp(Tensor<T>* x, Tensor<T>* y) : x_{x}, y_(y) { assert(x->columns() == y->columns()); }

  Tensor<T>* output() override { return y_; }
  std::vector<Operand<T>*> inputs() override { return {&x_}; }

  void forward(const RowBlock<T>& rows) override {
    const numeric::MatrixView<T> x = x_.tensor->values(rows), y = y_->values(rows);
    for (std::size_t i = 0; i < rows.count; ++i) {
      for (std::size_t j = 0; j < y.columns(); ++j) y(i, j) = std::tanh(x(i, j));
    }
  }

  void backward(const RowBlock<T>& rows) override {
    if (!x_.needs_gradient()) return;
    const numeric::MatrixView<T> y = y_->values(rows), dy = y_->gradient(rows), dx = x_.tensor->gradient(rows);
    for (std::size_t i = 0; i < rows.count; ++i) {
      for (std::size_t j = 0; j < y.columns(); ++j) accumulate(x_, dx(i, j), (1 - y(i, j) * y(i, j)) * dy(i, j));
    }
  }

 private:
  Operand<T> x_;
  Tensor<T>* y_;
};

}  // namespace ballast::autodiff
