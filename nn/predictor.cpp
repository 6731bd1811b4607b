#include "nn/predictor.hpp"

#include <algorithm>
#include <cassert>

#include "nn/project.hpp"

namespace ballast::nn {

template <class T>
std::size_t Predictor<T>::scratch_bytes() const {
  return 4 * numeric::Workspace::bytes_for<T>(kRows * widest_) +
         numeric::Workspace::bytes_for<T>(step_.weight.columns());
}

template <class T>
void Predictor<T>::predict(numeric::MatrixView<const T> x, std::size_t step, numeric::MatrixView<T> out,
                           numeric::Workspace& scratch) const {
  assert(out.rows() == x.rows() && out.columns() == x.columns());
  assert(step < step_.table.rows());
  const numeric::Workspace::Scope scope(scratch);
  const std::span<T> projected = scratch.take<T>(step_.weight.columns());
  project<T>(step_.table.row(step), step_.weight, step_.bias, projected);
  for (std::size_t first = 0; first < x.rows(); first += kRows) {
    const std::size_t count = std::min(kRows, x.rows() - first);
    predict_block(x.row_block(first, count), projected, out.row_block(first, count), scratch);
  }
}

template class Predictor<float>;
template class Predictor<double>;

}  // namespace ballast::nn
