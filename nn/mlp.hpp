// A multi-layer perceptron of SiLU units with a linear output: what the generators beside diffusion are made of.
//   h = silu(x W + b), for each hidden layer;   out = h W + b
//
// An Mlp is a place among a model's parameters: several can share one slab. Recorded, it learns; packed, it predicts.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "autodiff/graph.hpp"
#include "engine/numeric/workspace.hpp"
#include "nn/linear.hpp"
#include "nn/parameters.hpp"

namespace ballast::nn {

struct MlpShape {
  std::size_t in = 0, out = 0;
  std::size_t hidden = 128, layers = 2;  // units of a hidden layer, and how many
};

template <class T>
class MlpPredictor;

template <class T>
class Mlp {
 public:
  Mlp() = default;
  // Declares the layers as NAME.0, NAME.1, ... in `parameters`. Requires: no size of `shape` is zero.
  Mlp(Parameters<T>& parameters, const std::string& name, const MlpShape& shape) : shape_(shape) {
    std::size_t in = shape.in;
    for (std::size_t l = 0; l < shape.layers; ++l, in = shape.hidden) {
      layers_.emplace_back(parameters, name + "." + std::to_string(l), in, shape.hidden, he_bound(in));
    }
    layers_.emplace_back(parameters, name + "." + std::to_string(shape.layers), in, shape.out, lecun_bound(in));
  }

  const MlpShape& shape() const noexcept { return shape_; }

  // x: rows x in; the result: rows x out. `parameters` and `gradients` outlive the graph.
  autodiff::Node record(autodiff::Graph<T>& graph, const Parameters<T>& parameters, std::span<T> gradients,
                        autodiff::Node x) const {
    for (std::size_t l = 0; l < layers_.size(); ++l) {
      x = layers_[l].record(graph, parameters, gradients, x, activation(l));
    }
    return x;
  }

  // Packs the weights as they are now; borrows the biases.
  MlpPredictor<T> predictor(const Parameters<T>& parameters) const {
    std::vector<PackedLinear<T>> packed;
    for (const Linear<T>& layer : layers_) packed.push_back(layer.packed(parameters));
    return MlpPredictor<T>(std::move(packed), shape_);
  }

 private:
  numeric::Activation activation(std::size_t layer) const {
    return layer + 1 < layers_.size() ? numeric::Activation::silu : numeric::Activation::identity;
  }

  MlpShape shape_;
  std::vector<Linear<T>> layers_;
};

// Ready to predict. The bits of a row depend on that row alone (engine/numeric/packed.hpp).
template <class T>
class MlpPredictor {
 public:
  static constexpr std::size_t kRows = 64;  // at most, in one call

  MlpPredictor(std::vector<PackedLinear<T>> layers, const MlpShape& shape)
      : layers_(std::move(layers)), shape_(shape) {}

  const MlpShape& shape() const noexcept { return shape_; }

  // x: at most kRows x in; out: as many rows x out. Requires: scratch_bytes() free bytes in `scratch`, one for each
  // thread. Threads: any number at once. Does not allocate.
  void predict(numeric::MatrixView<const T> x, numeric::MatrixView<T> out, numeric::Workspace& scratch) const {
    const numeric::Workspace::Scope scope(scratch);
    numeric::MatrixView<T> h = scratch.take_matrix<T>(x.rows(), shape_.hidden),
                           next = scratch.take_matrix<T>(x.rows(), shape_.hidden);
    numeric::MatrixView<const T> from = x;
    for (std::size_t l = 0; l + 1 < layers_.size(); ++l) {
      layers_[l].apply(from, {}, numeric::Activation::silu, next, next);
      std::swap(h, next);
      from = h;
    }
    layers_.back().apply(from, {}, numeric::Activation::identity, out, out);
  }
  std::size_t scratch_bytes() const { return 2 * numeric::Workspace::bytes_for<T>(kRows * shape_.hidden); }

 private:
  std::vector<PackedLinear<T>> layers_;
  MlpShape shape_;
};

}  // namespace ballast::nn
