#include "engine/numeric/kernels.hpp"

#include <array>
#include <cassert>
#include <cmath>

#include "engine/numeric/simd_math.hpp"
#include "engine/numeric/vectorise.hpp"

namespace ballast::numeric {
namespace {

// An activation as a type, so that each loop below holds its formula inline.
template <class T>
struct Identity {
  static ValueAndSlope<T> at(T x) { return {x, T{1}}; }
};
template <class T>
struct Gelu {
  static ValueAndSlope<T> at(T x) { return gelu_and_derivative(x); }
};
template <class T>
struct Silu {
  static ValueAndSlope<T> at(T x) { return silu_and_derivative(x); }
};

template <class T, class Work>
void with_activation(Activation activation, Work&& work) {
  switch (activation) {
    case Activation::identity:
      return work(Identity<T>{});
    case Activation::gelu:
      return work(Gelu<T>{});
    case Activation::silu:
      return work(Silu<T>{});
  }
}

template <class T, class Function>
void forward_rows(Function, MatrixView<T> pre, const T* bias, MatrixView<const T> added, MatrixView<T> output) {
  const std::size_t columns = pre.columns();
  const bool in_place = output.data() == pre.data();
  for (std::size_t row = 0; row < pre.rows(); ++row) {
    T* p = pre.row(row).data();
    if (bias != nullptr) {
      BALLAST_INDEPENDENT
      for (std::size_t j = 0; j < columns; ++j) p[j] += bias[j];
    }
    if (!added.empty()) {
      const T* a = added.row(row).data();
      BALLAST_INDEPENDENT
      for (std::size_t j = 0; j < columns; ++j) p[j] += a[j];
    }
    if (in_place) {
      BALLAST_INDEPENDENT
      for (std::size_t j = 0; j < columns; ++j) p[j] = Function::at(p[j]).value;
    } else {
      T* y = output.row(row).data();
      BALLAST_INDEPENDENT
      for (std::size_t j = 0; j < columns; ++j) {
        const ValueAndSlope<T> f = Function::at(p[j]);
        y[j] = f.value;
        p[j] = f.slope;
      }
    }
  }
}

template <class T>
void multiply_cells(MatrixView<const T> factor, MatrixView<T> values) {
  const std::size_t columns = values.columns();
  for (std::size_t row = 0; row < values.rows(); ++row) {
    const T* f = factor.row(row).data();
    T* v = values.row(row).data();
    BALLAST_INDEPENDENT
    for (std::size_t j = 0; j < columns; ++j) v[j] *= f[j];
  }
}

template <class T>
void column_sums(MatrixView<const T> values, T* sums) {
  const std::size_t columns = values.columns();
  for (std::size_t j = 0; j < columns; ++j) sums[j] = T{};
  for (std::size_t row = 0; row < values.rows(); ++row) {
    const T* v = values.row(row).data();
    BALLAST_INDEPENDENT
    for (std::size_t j = 0; j < columns; ++j) sums[j] += v[j];
  }
}

// Sixteen accumulators, added in order: the same sum whatever the width of a vector.
template <class Term>
double interleaved_sum(std::size_t size, Term&& term) {
  constexpr std::size_t kLanes = 16;
  std::array<double, kLanes> lanes{};
  std::size_t i = 0;
  for (; i + kLanes <= size; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] += term(i + lane);
  }
  for (std::size_t lane = 0; i < size; ++i, ++lane) lanes[lane] += term(i);
  double sum = 0;
  for (const double lane : lanes) sum += lane;
  return sum;
}

}  // namespace

template <class T>
void bias_activation(MatrixView<T> pre, std::span<const T> bias, MatrixView<const T> added, Activation activation,
                     MatrixView<T> output) {
  assert(bias.empty() || bias.size() == pre.columns());
  assert(added.empty() || (added.rows() == pre.rows() && added.columns() == pre.columns()));
  assert(output.rows() == pre.rows() && output.columns() == pre.columns());
  with_activation<T>(activation, [&](auto function) {
    forward_rows(function, pre, bias.empty() ? nullptr : bias.data(), added, output);
  });
}

template <class T>
void bias_activation_backward(MatrixView<const T> d_output, MatrixView<T> slope, std::span<T> bias_gradient) {
  assert(d_output.rows() == slope.rows() && d_output.columns() == slope.columns());
  assert(bias_gradient.empty() || bias_gradient.size() == slope.columns());
  if (d_output.data() != slope.data()) multiply_cells<T>(d_output, slope);
  if (!bias_gradient.empty()) column_sums<T>(slope, bias_gradient.data());
}

template <class T>
double squared_error(MatrixView<const T> prediction, MatrixView<const T> target, MatrixView<const T> row_weights) {
  double sum = 0;
  for (std::size_t row = 0; row < prediction.rows(); ++row) {
    const T* p = prediction.row(row).data();
    const T* t = target.row(row).data();
    const double weight = row_weights.empty() ? 1.0 : static_cast<double>(row_weights(row, 0));
    const double error = interleaved_sum(prediction.columns(), [&](std::size_t j) {
      const auto difference = static_cast<double>(p[j] - t[j]);
      return difference * difference;
    });
    sum = std::fma(weight, error, sum);
  }
  return sum;
}

template <class T>
void squared_error_backward(MatrixView<const T> prediction, MatrixView<const T> target, MatrixView<const T> row_weights,
                            T factor, MatrixView<T> d_prediction) {
  const std::size_t columns = prediction.columns();
  for (std::size_t row = 0; row < prediction.rows(); ++row) {
    const T* p = prediction.row(row).data();
    const T* t = target.row(row).data();
    T* d = d_prediction.row(row).data();
    const T scale = row_weights.empty() ? factor : factor * row_weights(row, 0);
    BALLAST_INDEPENDENT
    for (std::size_t j = 0; j < columns; ++j) d[j] = scale * (p[j] - t[j]);
  }
}

template <class T>
double squared_norm(std::span<const T> values) {
  return interleaved_sum(values.size(), [&](std::size_t i) {
    const auto value = static_cast<double>(values[i]);
    return value * value;
  });
}

template <class T>
void adam_ema(const AdamStep& step, std::span<const T> gradient, std::span<T> value, std::span<T> first,
              std::span<T> second, std::span<T> average) {
  const auto t = static_cast<double>(step.update);
  const auto scale = static_cast<T>(step.gradient_scale);
  const auto decay1 = static_cast<T>(step.beta1), rest1 = static_cast<T>(1 - step.beta1);
  const auto decay2 = static_cast<T>(step.beta2), rest2 = static_cast<T>(1 - step.beta2);
  const auto alpha = static_cast<T>(step.learning_rate / (1 - std::pow(step.beta1, t)));
  const auto root_correction = static_cast<T>(1 / std::sqrt(1 - std::pow(step.beta2, t)));
  const auto epsilon = static_cast<T>(step.epsilon), ema_rest = static_cast<T>(1 - step.ema_decay);
  const auto kept = static_cast<T>(step.kept);
  const std::size_t size = gradient.size();
  const T* grads = gradient.data();
  T *values = value.data(), *firsts = first.data(), *seconds = second.data(), *averages = average.data();
  BALLAST_INDEPENDENT
  for (std::size_t i = 0; i < size; ++i) {
    const T g = scale * grads[i];
    const T m = std::fma(decay1, firsts[i], rest1 * g);
    const T v = std::fma(decay2, seconds[i], rest2 * g * g);
    const T updated = kept * values[i] - alpha * m / std::fma(std::sqrt(v), root_correction, epsilon);
    firsts[i] = m;
    seconds[i] = v;
    values[i] = updated;
    averages[i] = std::fma(ema_rest, updated - averages[i], averages[i]);
  }
}

#define BALLAST_INSTANTIATE(T)                                                                                         \
  template void bias_activation<T>(MatrixView<T>, std::span<const T>, MatrixView<const T>, Activation, MatrixView<T>); \
  template void bias_activation_backward<T>(MatrixView<const T>, MatrixView<T>, std::span<T>);                         \
  template double squared_error<T>(MatrixView<const T>, MatrixView<const T>, MatrixView<const T>);                     \
  template void squared_error_backward<T>(MatrixView<const T>, MatrixView<const T>, MatrixView<const T>, T,            \
                                          MatrixView<T>);                                                              \
  template double squared_norm<T>(std::span<const T>);                                                                 \
  template void adam_ema<T>(const AdamStep&, std::span<const T>, std::span<T>, std::span<T>, std::span<T>,             \
                            std::span<T>);
BALLAST_INSTANTIATE(float)
BALLAST_INSTANTIATE(double)
#undef BALLAST_INSTANTIATE

}  // namespace ballast::numeric
