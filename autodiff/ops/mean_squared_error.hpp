// L = (1 / (B D)) sum_i w_i sum_j (p_ij - t_ij)^2. Backward: dp_ij = (2 / (B D)) w_i (p_ij - t_ij).
// The sum is kept per block of rows and added up in block order.
#pragma once

#include <cassert>
#include <vector>

#include "autodiff/tensor.hpp"
#include "engine/numeric/kernels.hpp"

namespace ballast::autodiff {

template <class T>
class MeanSquaredErrorOp final : public Op<T> {
 public:
  MeanSquaredErrorOp(Tensor<T>* prediction, Tensor<T>* target, Tensor<T>* row_weights, std::size_t blocks)
      : prediction_{prediction}, target_(target), row_weights_(row_weights), partial_(blocks, 0.0) {
    assert(prediction->columns() == target->columns());
    assert(row_weights == nullptr || row_weights->columns() == 1);
  }

  Tensor<T>* output() override { return nullptr; }
  std::vector<Use<T>*> inputs() override { return {&prediction_}; }

  void forward(const RowBlock<T>& rows) override {
    partial_[rows.block] =
        numeric::squared_error<T>(prediction_.tensor->values(rows), target_->values(rows), weights(rows));
  }

  void backward(const RowBlock<T>& rows) override {
    if (!prediction_.needs_gradient()) return;
    numeric::squared_error_backward<T>(prediction_.tensor->values(rows), target_->values(rows), weights(rows),
                                       static_cast<T>(2 / count()), prediction_.tensor->gradient(rows));
  }

  double loss() const {
    double sum = 0;
    for (const double part : partial_) sum += part;
    return sum / count();
  }

 private:
  double count() const { return static_cast<double>(target_->rows() * target_->columns()); }
  numeric::MatrixView<const T> weights(const RowBlock<T>& rows) {
    return row_weights_ == nullptr ? numeric::MatrixView<const T>{} : row_weights_->values(rows);
  }

  Use<T> prediction_;
  Tensor<T>*target_, *row_weights_;
  std::vector<double> partial_;  // one for each block of rows
};

}  // namespace ballast::autodiff
