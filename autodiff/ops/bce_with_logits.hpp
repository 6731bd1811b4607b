// Binary cross-entropy of signs s (rows x 1, each +1 or -1) given logits y (rows x 1):
//   L = (1 / B) sum_i softplus(-s_i y_i),   softplus(x) = log(1 + exp(x)).
// Backward: dy_i = -s_i sigmoid(-s_i y_i) / B. With +1 for real and -1 for generated rows it is the loss of a
// discriminator; with +1 for generated rows, through the discriminator, it is the non-saturating loss of their
// generator (Goodfellow et al. 2014, section 3).
#pragma once

#include <cassert>
#include <vector>

#include "autodiff/ops/loss.hpp"
#include "engine/numeric/simd_math.hpp"

namespace ballast::autodiff {

template <class T>
class BceWithLogitsOp final : public LossOp<T> {
 public:
  BceWithLogitsOp(Tensor<T>* logit, Tensor<T>* sign, std::size_t blocks)
      : LossOp<T>(blocks, static_cast<double>(logit->rows())), logit_{logit}, sign_(sign) {
    assert(logit->columns() == 1 && sign->columns() == 1);
  }

  std::vector<Operand<T>*> inputs() override { return {&logit_}; }

  void forward(const RowBlock<T>& rows) override {
    double sum = 0;
    for (std::size_t i = 0; i < rows.count; ++i) {
      const T x = -sign_->values(rows)(i, 0) * logit_.tensor->values(rows)(i, 0);
      sum += static_cast<double>((x > 0 ? x : T{0}) + numeric::log(1 + numeric::exp(x > 0 ? -x : x)));
    }
    this->partial(rows) = sum;
  }

  void backward(const RowBlock<T>& rows) override {
    if (!logit_.needs_gradient()) return;
    for (std::size_t i = 0; i < rows.count; ++i) {
      const T s = sign_->values(rows)(i, 0);
      T& d_logit = logit_.tensor->gradient(rows)(i, 0);
      const T term = -s * numeric::sigmoid(-s * logit_.tensor->values(rows)(i, 0)) / static_cast<T>(this->count());
      accumulate(logit_, d_logit, term);
    }
  }

 private:
  Operand<T> logit_;
  Tensor<T>* sign_;
};

}  // namespace ballast::autodiff
