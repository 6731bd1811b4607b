// y = a + b (a residual connection). Backward: da = dy, db = dy.
#pragma once

#include <cassert>
#include <vector>

#include "autodiff/tensor.hpp"
#include "engine/numeric/vectorise.hpp"

namespace ballast::autodiff {

template <class T>
class AddOp final : public Op<T> {
 public:
  AddOp(Tensor<T>* a, Tensor<T>* b, Tensor<T>* y) : a_{a}, b_{b}, y_(y) { assert(a->columns() == b->columns()); }

  Tensor<T>* output() override { return y_; }
  std::vector<Operand<T>*> inputs() override { return {&a_, &b_}; }

  void forward(const RowBlock<T>& rows) override {
    const std::size_t columns = y_->columns();
    for (std::size_t i = rows.first; i < rows.first + rows.count; ++i) {
      const T *a = a_.tensor->values().row(i).data(), *b = b_.tensor->values().row(i).data();
      T* y = y_->values().row(i).data();
      BALLAST_INDEPENDENT
      for (std::size_t j = 0; j < columns; ++j) y[j] = a[j] + b[j];
    }
  }

  void backward(const RowBlock<T>& rows) override {
    if (a_.needs_gradient()) pass_on<T>(y_->gradient(rows), a_, rows);
    if (b_.needs_gradient()) pass_on<T>(y_->gradient(rows), b_, rows);
  }

 private:
  Operand<T> a_, b_;
  Tensor<T>* y_;
};

}  // namespace ballast::autodiff
