// A linear layer: where its weight (in x out) and bias stand among a model's parameters, and how it is recorded in a
// graph or computed on a block of rows without one.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "autodiff/graph.hpp"
#include "engine/numeric/blas.hpp"
#include "engine/numeric/kernels.hpp"
#include "nn/parameters.hpp"

namespace ballast::nn {

template <class T>
struct Linear {
  std::size_t weight = 0, bias = 0;  // numbers of the parameters

  Linear() = default;
  // bound: of the starting weights; the bias starts at zero.
  Linear(Parameters<T>& parameters, const std::string& name, std::size_t in, std::size_t out, double bound)
      : weight(parameters.declare(name + ".weight", in, out, bound)),
        bias(parameters.declare(name + ".bias", 1, out)) {}

  autodiff::Node record(autodiff::Graph<T>& graph, const Parameters<T>& parameters, std::span<T> gradients,
                        autodiff::Node x, numeric::Activation activation,
                        std::optional<autodiff::Node> added = std::nullopt) const {
    return graph.linear(x, parameters.parameter(weight, gradients), parameters.parameter(bias, gradients), activation,
                        added);
  }

  // out = activation(x W + b + added), with x W left in `pre`, which may be out.
  void apply(const Parameters<T>& parameters, numeric::MatrixView<const T> x, numeric::Activation activation,
             numeric::MatrixView<const T> added, numeric::MatrixView<T> pre, numeric::MatrixView<T> out) const {
    numeric::gemm<T>(T{1}, x, numeric::Op::kNone, parameters.matrix(weight), numeric::Op::kNone, T{0}, pre);
    numeric::bias_activation<T>(pre, parameters.matrix(bias).row(0), added, activation, out);
  }
};

}  // namespace ballast::nn
