// y_ij = factor_j x_ij. Backward: dx_ij = factor_j dy_ij.
#pragma once

#include <cassert>
#include <span>
#include <vector>

#include "autodiff/tensor.hpp"

namespace ballast::autodiff {

template <class T>
class ScaleColumnsOp final : public Op<T> {
 public:
  ScaleColumnsOp(Tensor<T>* x, std::span<const T> factors, Tensor<T>* y)
      : x_{x}, factors_(factors.begin(), factors.end()), y_(y) {
    assert(factors.size() == x->columns());
  }

  Tensor<T>* output() override { return y_; }
  std::vector<Operand<T>*> inputs() override { return {&x_}; }

  void forward(const RowBlock<T>& rows) override {
    const numeric::MatrixView<T> x = x_.tensor->values(rows), y = y_->values(rows);
    for (std::size_t i = 0; i < rows.count; ++i) {
      for (std::size_t j = 0; j < y.columns(); ++j) y(i, j) = factors_[j] * x(i, j);
    }
  }

  void backward(const RowBlock<T>& rows) override {
    if (!x_.needs_gradient()) return;
    const numeric::MatrixView<T> dy = y_->gradient(rows), dx = x_.tensor->gradient(rows);
    for (std::size_t i = 0; i < rows.count; ++i) {
      for (std::size_t j = 0; j < dy.columns(); ++j) {
        const T term = factors_[j] * dy(i, j);
        accumulate(x_, dx(i, j), term);
      }
    }
  }

 private:
  Operand<T> x_;
  std::vector<T> factors_;
  Tensor<T>* y_;
};

}  // namespace ballast::autodiff
