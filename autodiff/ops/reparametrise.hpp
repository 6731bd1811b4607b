// A draw from a normal law whose mean and variance are learned, with gradients for both (Kingma & Welling 2014, section
// 2.4): moments = [mu | l], z = mu + exp(l / 2) noise. Backward: dmu = dz, dl = dz noise exp(l / 2) / 2.
#pragma once

#include <cassert>
#include <vector>

#include "autodiff/tensor.hpp"
#include "engine/numeric/simd_math.hpp"
#include "engine/numeric/vectorise.hpp"

namespace ballast::autodiff {

template <class T>
class ReparametriseOp final : public Op<T> {
 public:
  ReparametriseOp(Tensor<T>* moments, Tensor<T>* noise, Tensor<T>* z) : moments_{moments}, noise_(noise), z_(z) {
    assert(moments->columns() == 2 * z->columns() && noise->columns() == z->columns());
  }

  Tensor<T>* output() override { return z_; }
  std::vector<Operand<T>*> inputs() override { return {&moments_}; }

  void forward(const RowBlock<T>& rows) override {
    const std::size_t columns = z_->columns();
    for (std::size_t i = 0; i < rows.count; ++i) {
      const T* mean = moments_.tensor->values(rows).row(i).data();
      const T* log_variance = mean + columns;
      const T* noise = noise_->values(rows).row(i).data();
      T* z = z_->values(rows).row(i).data();
      BALLAST_INDEPENDENT
      for (std::size_t j = 0; j < columns; ++j) z[j] = mean[j] + numeric::exp(log_variance[j] / 2) * noise[j];
    }
  }

  void backward(const RowBlock<T>& rows) override {
    if (!moments_.needs_gradient()) return;
    const std::size_t columns = z_->columns();
    for (std::size_t i = 0; i < rows.count; ++i) {
      const T* log_variance = moments_.tensor->values(rows).row(i).data() + columns;
      const T* noise = noise_->values(rows).row(i).data();
      const T* dz = z_->gradient(rows).row(i).data();
      T* d_mean = moments_.tensor->gradient(rows).row(i).data();
      T* d_log_variance = d_mean + columns;
      const T keep = moments_.add ? T{1} : T{0};
      BALLAST_INDEPENDENT
      for (std::size_t j = 0; j < columns; ++j) {
        d_mean[j] = (keep != 0 ? d_mean[j] : T{0}) + dz[j];
        d_log_variance[j] =
            (keep != 0 ? d_log_variance[j] : T{0}) + dz[j] * noise[j] * numeric::exp(log_variance[j] / 2) / 2;
      }
    }
  }

 private:
  Operand<T> moments_;
  Tensor<T>*noise_, *z_;
};

}  // namespace ballast::autodiff
