// Kullback-Leibler divergence of a predicted normal law from the standard one (Kingma & Welling 2014, appendix B), for
// moments = [mu | l]:
//   L = (1 / B) sum_i w_i sum_j (mu_ij^2 + exp(l_ij) - 1 - l_ij) / 2.
// Backward: dmu = w mu / B, dl = w (exp(l) - 1) / (2 B).
#pragma once

#include <cassert>
#include <vector>

#include "autodiff/ops/loss.hpp"
#include "engine/numeric/simd_math.hpp"

namespace ballast::autodiff {

template <class T>
class KlDivergenceOp final : public LossOp<T> {
 public:
  KlDivergenceOp(Tensor<T>* moments, Tensor<T>* row_weights, std::size_t blocks)
      : LossOp<T>(blocks, static_cast<double>(moments->rows())), moments_{moments}, row_weights_(row_weights) {
    assert(moments->columns() % 2 == 0 && row_weights->columns() == 1);
  }

  std::vector<Operand<T>*> inputs() override { return {&moments_}; }

  void forward(const RowBlock<T>& rows) override {
    const std::size_t columns = moments_.tensor->columns() / 2;
    double sum = 0;
    for (std::size_t i = 0; i < rows.count; ++i) {
      const T* mean = moments_.tensor->values(rows).row(i).data();
      const T* log_variance = mean + columns;
      T row = 0;
      for (std::size_t j = 0; j < columns; ++j) {
        row += mean[j] * mean[j] + numeric::exp(log_variance[j]) - 1 - log_variance[j];
      }
      sum += static_cast<double>(row_weights_->values(rows)(i, 0) * row / 2);
    }
    this->partial(rows) = sum;
  }

  void backward(const RowBlock<T>& rows) override {
    if (!moments_.needs_gradient()) return;
    const std::size_t columns = moments_.tensor->columns() / 2;
    for (std::size_t i = 0; i < rows.count; ++i) {
      const T weight = row_weights_->values(rows)(i, 0) / static_cast<T>(this->count());
      const T* mean = moments_.tensor->values(rows).row(i).data();
      T* gradient = moments_.tensor->gradient(rows).row(i).data();
      for (std::size_t j = 0; j < 2 * columns; ++j) {
        const T term = j < columns ? weight * mean[j] : weight * (numeric::exp(mean[j]) - 1) / 2;
        accumulate(moments_, gradient[j], term);
      }
    }
  }

 private:
  Operand<T> moments_;
  Tensor<T>* row_weights_;
};

}  // namespace ballast::autodiff
