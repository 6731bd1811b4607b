// Layer normalisation (Ba, Kiros & Hinton 2016): each row to mean 0 and variance 1, y = (x - mean) s with
// s = 1 / sqrt(variance + epsilon). Gain and bias are left out: the linear layer that follows holds them.
// Backward: dx = s (dy - mean(dy) - y mean(dy y)).
#pragma once

#include <cassert>
#include <cmath>
#include <vector>

#include "autodiff/tensor.hpp"
#include "engine/numeric/lane_sums.hpp"
#include "engine/numeric/vectorise.hpp"

namespace ballast::autodiff {

inline constexpr double kLayerNormEpsilon = 1e-5;

// y := x normalised; returns s. y may be x.
template <class T>
T normalise_row(const T* x, std::size_t columns, T* y) {
  const T count = static_cast<T>(columns);
  const T mean = numeric::lane_sum(columns, [x](std::size_t j) { return x[j]; }) / count;
  const T variance = numeric::lane_sum(columns, [=](std::size_t j) { return (x[j] - mean) * (x[j] - mean); }) / count;
  const T s = T{1} / std::sqrt(variance + static_cast<T>(kLayerNormEpsilon));
  BALLAST_INDEPENDENT
  for (std::size_t j = 0; j < columns; ++j) y[j] = (x[j] - mean) * s;
  return s;
}

template <class T>
class LayerNormOp final : public Op<T> {
 public:
  LayerNormOp(Tensor<T>* x, Tensor<T>* y) : x_{x}, y_(y), scale_(y->rows()) { assert(x->columns() == y->columns()); }

  Tensor<T>* output() override { return y_; }
  std::vector<Operand<T>*> inputs() override { return {&x_}; }

  void forward(const RowBlock<T>& rows) override {
    for (std::size_t i = rows.first; i < rows.first + rows.count; ++i) {
      scale_[i] = normalise_row<T>(x_.tensor->values().row(i).data(), y_->columns(), y_->values().row(i).data());
    }
  }

  void backward(const RowBlock<T>& rows) override {
    if (!x_.needs_gradient()) return;
    const numeric::MatrixView<T> dys = y_->gradient(rows), dxs = x_.tensor->gradient(rows), ys = y_->values(rows);
    for (std::size_t i = 0; i < rows.count; ++i) {
      backward_row(dys.row(i).data(), ys.row(i).data(), scale_[rows.first + i], dxs.row(i).data());
    }
  }

 private:
  void backward_row(const T* dy, const T* y, T s, T* dx) const {
    const std::size_t columns = y_->columns();
    const T count = static_cast<T>(columns);
    const T mean = numeric::lane_sum(columns, [dy](std::size_t j) { return dy[j]; }) / count;
    const T slope = numeric::lane_sum(columns, [=](std::size_t j) { return dy[j] * y[j]; }) / count;
    if (x_.add) {
      BALLAST_INDEPENDENT
      for (std::size_t j = 0; j < columns; ++j) dx[j] += s * (dy[j] - mean - y[j] * slope);
    } else {
      BALLAST_INDEPENDENT
      for (std::size_t j = 0; j < columns; ++j) dx[j] = s * (dy[j] - mean - y[j] * slope);
    }
  }

  Operand<T> x_;
  Tensor<T>* y_;
  std::vector<T> scale_;  // s of each row
};

}  // namespace ballast::autodiff
