// L = (1 / (B D)) sum_i w_i sum_j (p_ij - t_ij)^2. Backward: dp_ij = (2 / (B D)) w_i (p_ij - t_ij).
#pragma once

#include <cassert>
#include <vector>

#include "autodiff/ops/loss.hpp"
#include "engine/numeric/kernels.hpp"

namespace ballast::autodiff {

template <class T>
class MeanSquaredErrorOp final : public LossOp<T> {
 public:
  MeanSquaredErrorOp(Tensor<T>* prediction, Tensor<T>* target, Tensor<T>* row_weights, std::size_t blocks)
      : LossOp<T>(blocks, static_cast<double>(target->rows() * target->columns())),
        prediction_{prediction},
        target_(target),
        row_weights_(row_weights) {
    assert(prediction->columns() == target->columns());
    assert(row_weights == nullptr || row_weights->columns() == 1);
  }

  std::vector<Operand<T>*> inputs() override { return {&prediction_}; }

  void forward(const RowBlock<T>& rows) override {
    this->partial(rows) =
        numeric::squared_error<T>(prediction_.tensor->values(rows), target_->values(rows), weights(rows));
  }

  void backward(const RowBlock<T>& rows) override {
    if (!prediction_.needs_gradient()) return;
    assert(!prediction_.add);
    numeric::squared_error_backward<T>(prediction_.tensor->values(rows), target_->values(rows), weights(rows),
                                       static_cast<T>(2 / this->count()), prediction_.tensor->gradient(rows));
  }

 private:
  numeric::MatrixView<const T> weights(const RowBlock<T>& rows) {
    return row_weights_ == nullptr ? numeric::MatrixView<const T>{} : row_weights_->values(rows);
  }

  Operand<T> prediction_;
  Tensor<T>*target_, *row_weights_;
};

}  // namespace ballast::autodiff
