// Parameters in an archive: each matrix under its name.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/error.hpp"
#include "engine/files/archive.hpp"
#include "nn/parameters.hpp"

namespace ballast::nn {

template <class T>
void save_parameters(const Parameters<T>& parameters, files::ArchiveWriter out) {
  for (const ParameterShape& shape : parameters.shapes()) {
    out.array<T>(shape.name, parameters.values().subspan(shape.offset, shape.rows * shape.columns));
  }
}

// Into `parameters`, declared but not allocated: every array is held against its shape before memory is taken.
// Throws Error on arrays of other lengths, or values that are not finite.
template <class T>
void load_parameters(Parameters<T>& parameters, const files::ArchiveReader& in) {
  std::vector<std::vector<T>> arrays;
  for (const ParameterShape& shape : parameters.shapes()) {
    arrays.push_back(in.array<T>(shape.name, shape.rows * shape.columns));
    const bool finite = std::ranges::all_of(arrays.back(), [](T value) { return std::isfinite(value); });
    if (!finite) throw Error("a parameter of the network is not finite").in(in.path()).got(shape.name);
  }
  parameters.allocate();
  for (std::size_t k = 0; k < arrays.size(); ++k) {
    std::ranges::copy(arrays[k], parameters.values().subspan(parameters.shapes()[k].offset).begin());
  }
}

}  // namespace ballast::nn
