// A linear layer whose weight is packed once, for many predictions.
#pragma once

#include <span>

#include "engine/numeric/buffer.hpp"
#include "engine/numeric/kernels.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/packed.hpp"

namespace ballast::nn {

template <class T>
class PackedLinear {
 public:
  // Packs the weight (in x out), borrows the bias; a layer that gets its bias with each call has none of its own.
  explicit PackedLinear(numeric::MatrixView<const T> weight, std::span<const T> bias = {})
      : packed_(numeric::packed_size(weight.rows(), weight.columns())), bias_(bias) {
    numeric::pack<T>(weight, numeric::Transpose::no, packed_.data());
  }

  // out = activation(x W + b + added); `pre` is memory for x W, may be out but not x; `added` may be empty.
  void apply(numeric::MatrixView<const T> x, numeric::MatrixView<const T> added, numeric::Activation activation,
             numeric::MatrixView<T> pre, numeric::MatrixView<T> out) const {
    apply(x, bias_, added, activation, pre, out);
  }
  void apply(numeric::MatrixView<const T> x, std::span<const T> bias, numeric::MatrixView<const T> added,
             numeric::Activation activation, numeric::MatrixView<T> pre, numeric::MatrixView<T> out) const {
    numeric::multiply_packed<T>(x, numeric::Transpose::no, packed_.data(), false, pre);
    numeric::bias_activation<T>(pre, bias, added, activation, out);
  }

 private:
  numeric::Buffer<T> packed_;
  std::span<const T> bias_;
};

}  // namespace ballast::nn
