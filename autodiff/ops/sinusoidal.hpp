// Columns as sinusoids: y = [columns that are not embedded | for each embedded column u: cos .. | sin ..] of the
// angles 2 pi f u, for frequencies f in turns. For data columns: no gradient flows back.
#pragma once

#include <algorithm>
#include <cassert>
#include <span>
#include <vector>

#include "autodiff/tensor.hpp"
#include "engine/numeric/simd_math.hpp"
#include "engine/numeric/vectorise.hpp"

namespace ballast::autodiff {

// out = [cos .. | sin ..] of the angles 2 pi f_j u, for the n frequencies f in turns; out: 2 n values. Angles stop at
// 2^20 turns, where a float has no digits left for them.
template <class T>
void sinusoidal_row(T u, std::span<const T> frequencies, T* out) {
  constexpr T kMostTurns = 1 << 20;
  const std::size_t count = frequencies.size();
  const T* f = frequencies.data();
  BALLAST_INDEPENDENT
  for (std::size_t j = 0; j < count; ++j) {
    const T turns = f[j] * u;
    const T low = turns < -kMostTurns ? -kMostTurns : turns;
    const numeric::SinCos<T> wave = numeric::sincos_turn(low > kMostTurns ? kMostTurns : low);
    out[j] = wave.cos;
    out[count + j] = wave.sin;
  }
}

// One row of the op: x -> y.
template <class T>
void embed_columns(std::span<const T> x, std::span<const std::size_t> embedded, std::span<const T> frequencies, T* y) {
  for (std::size_t j = 0; j < x.size(); ++j) {
    if (std::ranges::find(embedded, j) == embedded.end()) *y++ = x[j];
  }
  for (const std::size_t j : embedded) {
    sinusoidal_row<T>(x[j], frequencies, y);
    y += 2 * frequencies.size();
  }
}

template <class T>
class SinusoidalOp final : public Op<T> {
 public:
  SinusoidalOp(Tensor<T>* x, std::span<const std::size_t> embedded, std::span<const T> frequencies, Tensor<T>* y)
      : x_(x),
        embedded_(embedded.begin(), embedded.end()),
        frequencies_(frequencies.begin(), frequencies.end()),
        y_(y) {
    assert(!x->needs_gradient());
  }

  Tensor<T>* output() override { return y_; }
  std::vector<Operand<T>*> inputs() override { return {}; }

  void forward(const RowBlock<T>& rows) override {
    const numeric::MatrixView<const T> x = x_->values(rows);
    const numeric::MatrixView<T> y = y_->values(rows);
    for (std::size_t i = 0; i < rows.count; ++i) embed_columns<T>(x.row(i), embedded_, frequencies_, y.row(i).data());
  }
  void backward(const RowBlock<T>&) override {}

 private:
  Tensor<T>* x_;
  std::vector<std::size_t> embedded_;
  std::vector<T> frequencies_;
  Tensor<T>* y_;
};

}  // namespace ballast::autodiff
