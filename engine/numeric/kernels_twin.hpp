// Slow twins of kernels.hpp: one cell at a time, in double, straight from the formulas. For tests and benchmarks.
#pragma once

#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>

#include "engine/numeric/kernels.hpp"
#include "engine/numeric/matrix.hpp"

namespace ballast::numeric::twin {

inline double activation(Activation kind, double x) {
  switch (kind) {
    case Activation::gelu:
      return x * 0.5 * std::erfc(-x / std::numbers::sqrt2);
    case Activation::silu:
      return x / (1 + std::exp(-x));
    case Activation::identity:
      break;
  }
  return x;
}

inline double slope(Activation kind, double x) {
  switch (kind) {
    case Activation::gelu: {
      const double density = std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi);
      return 0.5 * std::erfc(-x / std::numbers::sqrt2) + x * density;
    }
    case Activation::silu: {
      const double s = 1 / (1 + std::exp(-x));
      return s + x * s * (1 - s);
    }
    case Activation::identity:
      break;
  }
  return 1;
}

template <class T>
void bias_activation(MatrixView<T> pre, std::span<const T> bias, MatrixView<const T> added, Activation kind,
                     MatrixView<T> output) {
  for (std::size_t i = 0; i < pre.rows(); ++i) {
    for (std::size_t j = 0; j < pre.columns(); ++j) {
      double value = pre(i, j);
      if (!bias.empty()) value += bias[j];
      if (!added.empty()) value += added(i, j);
      if (output.data() != pre.data()) pre(i, j) = static_cast<T>(slope(kind, value));
      output(i, j) = static_cast<T>(activation(kind, value));
    }
  }
}

template <class T>
void bias_activation_backward(MatrixView<const T> d_output, MatrixView<T> slope, std::span<T> bias_gradient) {
  for (std::size_t j = 0; j < slope.columns(); ++j) {
    double sum = 0;
    for (std::size_t i = 0; i < slope.rows(); ++i) {
      slope(i, j) = static_cast<T>(static_cast<double>(d_output(i, j)) * static_cast<double>(slope(i, j)));
      sum += static_cast<double>(slope(i, j));
    }
    if (!bias_gradient.empty()) bias_gradient[j] = static_cast<T>(sum);
  }
}

template <class T>
double squared_error(MatrixView<const T> prediction, MatrixView<const T> target, MatrixView<const T> row_weights) {
  double sum = 0;
  for (std::size_t i = 0; i < prediction.rows(); ++i) {
    for (std::size_t j = 0; j < prediction.columns(); ++j) {
      const double weight = row_weights.empty() ? 1.0 : static_cast<double>(row_weights(i, 0));
      sum += weight * std::pow(static_cast<double>(prediction(i, j)) - static_cast<double>(target(i, j)), 2);
    }
  }
  return sum;
}

template <class T>
void squared_error_backward(MatrixView<const T> prediction, MatrixView<const T> target, MatrixView<const T> row_weights,
                            T factor, MatrixView<T> d_prediction) {
  for (std::size_t i = 0; i < prediction.rows(); ++i) {
    for (std::size_t j = 0; j < prediction.columns(); ++j) {
      const double weight = row_weights.empty() ? 1.0 : static_cast<double>(row_weights(i, 0));
      const double error = static_cast<double>(prediction(i, j)) - static_cast<double>(target(i, j));
      d_prediction(i, j) = static_cast<T>(static_cast<double>(factor) * weight * error);
    }
  }
}

template <class T>
double squared_norm(std::span<const T> values) {
  double sum = 0;
  for (const T value : values) sum += static_cast<double>(value) * static_cast<double>(value);
  return sum;
}

// As printed in the paper, with bias-corrected moments.
template <class T>
void adam_ema(const AdamStep& step, std::span<const T> gradient, std::span<T> value, std::span<T> first,
              std::span<T> second, std::span<T> average) {
  const auto t = static_cast<double>(step.update);
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    const double g = step.gradient_scale * static_cast<double>(gradient[i]);
    const double m = step.beta1 * static_cast<double>(first[i]) + (1 - step.beta1) * g;
    const double v = step.beta2 * static_cast<double>(second[i]) + (1 - step.beta2) * g * g;
    const double m_hat = m / (1 - std::pow(step.beta1, t)), v_hat = v / (1 - std::pow(step.beta2, t));
    const double updated =
        step.kept * static_cast<double>(value[i]) - step.learning_rate * m_hat / (std::sqrt(v_hat) + step.epsilon);
    first[i] = static_cast<T>(m);
    second[i] = static_cast<T>(v);
    value[i] = static_cast<T>(updated);
    average[i] = static_cast<T>(step.ema_decay * static_cast<double>(average[i]) + (1 - step.ema_decay) * updated);
  }
}

}  // namespace ballast::numeric::twin
