// Named parameter matrices in one contiguous slab, so that an optimiser, a copy or a file sees a single array.
// Gradients and optimiser state are slabs of the same layout. Weights are stored (in, out).
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "autodiff/tensor.hpp"
#include "engine/numeric/buffer.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::nn {

struct ParameterShape {
  std::string name;  // "hidden.1.weight"
  std::size_t rows = 0, columns = 0, offset = 0;
  double bound = 0;  // starting values are uniform in +-bound
};

// Bounds for a layer of `fan_in` inputs: keep the variance through an activation that halves it (He et al. 2015), or
// through a linear layer (LeCun et al. 1998). A uniform value in +-b has variance b^2 / 3.
inline double he_bound(std::size_t fan_in) {
  return std::sqrt(6.0 / static_cast<double>(fan_in));
}
inline double lecun_bound(std::size_t fan_in) {
  return std::sqrt(3.0 / static_cast<double>(fan_in));
}

template <class T>
class Parameters {
 public:
  // Appends a matrix; returns its number. All are declared before allocate(), which sets every value to zero.
  std::size_t declare(std::string name, std::size_t rows, std::size_t columns, double bound = 0) {
    shapes_.push_back({std::move(name), rows, columns, size_, bound});
    size_ += rows * columns;
    return shapes_.size() - 1;
  }
  void allocate() { slab_ = numeric::Buffer<T>(size_); }
  // Starting values; matrix number k is a function of (seed, k) alone, and the same in float and double to rounding.
  void draw(std::uint64_t seed) {
    for (std::size_t k = 0; k < shapes_.size(); ++k) {
      numeric::RandomStream stream(seed, numeric::Purpose::kInitialWeights, k);
      for (T& value : values().subspan(shapes_[k].offset, shapes_[k].rows * shapes_[k].columns)) {
        value = static_cast<T>((2 * stream.uniform() - 1) * shapes_[k].bound);
      }
    }
  }

  std::size_t size() const noexcept { return size_; }  // values in all
  std::span<const ParameterShape> shapes() const noexcept { return shapes_; }
  std::span<T> values() noexcept { return slab_.span(); }
  std::span<const T> values() const noexcept { return slab_.span(); }

  numeric::MatrixView<T> matrix(std::size_t number) { return view(slab_.data(), number); }
  numeric::MatrixView<const T> matrix(std::size_t number) const { return view(slab_.data(), number); }

  // The value, and its place in a slab of gradients with the same layout.
  autodiff::Parameter<T> parameter(std::size_t number, std::span<T> gradients) const {
    return {matrix(number), view(gradients.data(), number)};
  }
  // Two matrices declared one after the other, of equal width, as one with the rows of both.
  autodiff::Parameter<T> stacked(std::size_t number, std::span<T> gradients) const {
    const ParameterShape &upper = shapes_[number], &lower = shapes_[number + 1];
    const std::size_t rows = upper.rows + lower.rows;
    return {{slab_.data() + upper.offset, rows, upper.columns}, {gradients.data() + upper.offset, rows, upper.columns}};
  }

 private:
  template <class U>
  numeric::MatrixView<U> view(U* slab, std::size_t number) const {
    const ParameterShape& shape = shapes_[number];
    return {slab + shape.offset, shape.rows, shape.columns};
  }

  std::vector<ParameterShape> shapes_;
  numeric::Buffer<T> slab_;
  std::size_t size_ = 0;
};

}  // namespace ballast::nn
