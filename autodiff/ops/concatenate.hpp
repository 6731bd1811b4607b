// y = [part 0 | part 1 | ...]. Backward: each part gets its columns of dy.
#pragma once

#include <algorithm>
#include <vector>

#include "autodiff/tensor.hpp"

namespace ballast::autodiff {

template <class T>
class ConcatenateOp final : public Op<T> {
 public:
  ConcatenateOp(const std::vector<Tensor<T>*>& parts, Tensor<T>* y) : y_(y) {
    for (Tensor<T>* part : parts) parts_.push_back({part});
  }

  Tensor<T>* output() override { return y_; }
  std::vector<Operand<T>*> inputs() override {
    std::vector<Operand<T>*> uses;
    for (Operand<T>& part : parts_) uses.push_back(&part);
    return uses;
  }

  void forward(const RowBlock<T>& rows) override {
    std::size_t column = 0;
    for (const Operand<T>& part : parts_) {
      const std::size_t width = part.tensor->columns();
      const numeric::MatrixView<T> from = part.tensor->values(rows), to = y_->values(rows).column_block(column, width);
      for (std::size_t i = 0; i < rows.count; ++i) std::copy_n(from.row(i).data(), width, to.row(i).data());
      column += width;
    }
  }

  void backward(const RowBlock<T>& rows) override {
    std::size_t column = 0;
    for (const Operand<T>& part : parts_) {
      const std::size_t width = part.tensor->columns();
      if (part.needs_gradient()) pass_on<T>(y_->gradient(rows).column_block(column, width), part, rows);
      column += width;
    }
  }

 private:
  std::vector<Operand<T>> parts_;
  Tensor<T>* y_;
};

}  // namespace ballast::autodiff
