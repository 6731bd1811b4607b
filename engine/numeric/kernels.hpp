// The fused kernels of a training step: what stands between the matrix products. Each is one pass over memory that a
// matrix product has just left in the cache. The slow twins stand in kernels_twin.hpp, under the same names.
//
// All are serial: callers cut the work in blocks of rows or in chunks, and give the same cut at any number of threads.
// Views are row-major, one batch row per row. None allocates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/numeric/matrix.hpp"

namespace ballast::numeric {

// gelu(x) = x Phi(x) with the normal distribution function (Hendrycks & Gimpel 2016); silu(x) = x / (1 + exp(-x)).
enum class Activation : std::uint8_t { identity, gelu, silu };

// output = activation(pre + bias + added). Either `output` is pre itself, or it does not overlap it and `pre` becomes
// the slope at that point, activation'(pre + bias + added), which costs next to nothing here and is what the backward
// pass needs. `bias`: one value per column, may be empty; `added` may be empty.
template <class T>
void bias_activation(MatrixView<T> pre, std::span<const T> bias, MatrixView<const T> added, Activation activation,
                     MatrixView<T> output);

// With the slope that bias_activation left: slope := d_output * slope, which is the gradient of pre, and
// bias_gradient[j] := the sum of column j of that, from the first row to the last (left out when bias_gradient is
// empty). Where the activation is the identity, both may be d_output itself: only the sums are taken then.
template <class T>
void bias_activation_backward(MatrixView<const T> d_output, MatrixView<T> slope, std::span<T> bias_gradient);

// sum_i w_i sum_j (prediction_ij - target_ij)^2; row weights of 1 if `row_weights` is empty.
template <class T>
double squared_error(MatrixView<const T> prediction, MatrixView<const T> target, MatrixView<const T> row_weights);

// d_prediction_ij = factor w_i (prediction_ij - target_ij).
template <class T>
void squared_error_backward(MatrixView<const T> prediction, MatrixView<const T> target, MatrixView<const T> row_weights,
                            T factor, MatrixView<T> d_prediction);

// The sum of squares, in sixteen interleaved partial sums that are then added in order.
template <class T>
double squared_norm(std::span<const T> values);

// One update of Adam (Kingma & Ba 2015, algorithm 1) with the moving average of its result.
struct AdamStep {
  double learning_rate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  std::uint64_t update = 1;   // t in the paper: 1, 2, ...
  double gradient_scale = 1;  // clipping
  double ema_decay = 0.999;
  double kept = 1;  // of a value, before the step: decoupled weight decay (Loshchilov & Hutter 2019)
};

// With g = gradient_scale * gradient, and the bias corrections of both moments folded into constants:
//   m = beta1 m + (1 - beta1) g,   v = beta2 v + (1 - beta2) g^2
//   value = kept value - alpha m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon),   alpha = learning_rate / (1 - beta1^t)
//   average += (1 - ema_decay) (value - average)
// All spans have the same length.
template <class T>
void adam_ema(const AdamStep& step, std::span<const T> gradient, std::span<T> value, std::span<T> first,
              std::span<T> second, std::span<T> average);

}  // namespace ballast::numeric
