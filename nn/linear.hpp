// A linear layer: where its weight (in x out) and bias stand among a model's parameters, how it is recorded in a graph,
// and how it is packed to compute without one.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "autodiff/graph.hpp"
#include "engine/numeric/kernels.hpp"
#include "nn/packed_linear.hpp"
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

  PackedLinear<T> packed(const Parameters<T>& parameters) const {
    return PackedLinear<T>(parameters.matrix(weight), parameters.matrix(bias).row(0));
  }
};

}  // namespace ballast::nn
