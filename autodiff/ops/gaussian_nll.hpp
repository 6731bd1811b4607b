// Negative log-likelihood of targets under normal laws whose means are predicted row by row and whose widths are
// learned, one per column (as in TVAE: Xu, Skoularidou, Cuesta-Infante, Veeramachaneni 2019, section 4.4), constants
// left out:
//   L = (1 / B) sum_i sum_j [ (t_ij - m_ij)^2 exp(-2 s_j) / 2 + s_j ],   s_j = log of the width.
// Backward, with r = (t - m) exp(-2 s): dm = -r / B, ds_j = sum_i [1 - (t_ij - m_ij) r_ij] / B.
#pragma once

#include <algorithm>
#include <cassert>
#include <vector>

#include "autodiff/ops/loss.hpp"
#include "engine/numeric/simd_math.hpp"

namespace ballast::autodiff {

template <class T>
class GaussianNllOp final : public LossOp<T> {
 public:
  GaussianNllOp(Tensor<T>* mean, Parameter<T> log_width, Tensor<T>* target, std::size_t blocks)
      : LossOp<T>(blocks, static_cast<double>(mean->rows())),
        mean_{mean},
        target_(target),
        log_width_(log_width),
        d_log_width_(blocks, mean->columns()) {
    assert(mean->columns() == target->columns() && log_width.value.columns() == mean->columns());
  }

  std::vector<Operand<T>*> inputs() override { return {&mean_}; }

  void forward(const RowBlock<T>& rows) override {
    double sum = 0;
    for (std::size_t i = 0; i < rows.count; ++i) {
      const auto mean = mean_.tensor->values(rows).row(i), target = target_->values(rows).row(i);
      T row = 0;
      for (std::size_t j = 0; j < mean.size(); ++j) {
        const T off = target[j] - mean[j], s = log_width_.value(0, j);
        row += off * off * numeric::exp(-2 * s) / 2 + s;
      }
      sum += static_cast<double>(row);
    }
    this->partial(rows) = sum;
  }

  void backward(const RowBlock<T>& rows) override {
    const std::span<T> d_log_width = d_log_width_.row(rows.block);
    std::ranges::fill(d_log_width, T{0});
    for (std::size_t i = 0; i < rows.count; ++i) {
      const auto mean = mean_.tensor->values(rows).row(i), target = target_->values(rows).row(i);
      for (std::size_t j = 0; j < mean.size(); ++j) {
        const T off = target[j] - mean[j], r = off * numeric::exp(-2 * log_width_.value(0, j));
        d_log_width[j] += 1 - off * r;
        if (!mean_.needs_gradient()) continue;
        T& d_mean = mean_.tensor->gradient(rows)(i, j);
        const T term = -r / static_cast<T>(this->count());
        accumulate(mean_, d_mean, term);
      }
    }
  }

  std::size_t weight_tasks() const override { return 1; }
  void weight_gradient(std::size_t, bool add) override {
    const std::span<T> sum = log_width_.gradient.row(0);
    if (!add) std::ranges::fill(sum, T{0});
    for (std::size_t block = 0; block < d_log_width_.rows(); ++block) {
      for (std::size_t j = 0; j < sum.size(); ++j) sum[j] += d_log_width_(block, j) / static_cast<T>(this->count());
    }
  }

 private:
  Operand<T> mean_;
  Tensor<T>* target_;
  Parameter<T> log_width_;          // 1 x D
  numeric::Matrix<T> d_log_width_;  // row blocks x D, before the division by B
};

}  // namespace ballast::autodiff
