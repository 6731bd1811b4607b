// Gradients of rows, clipped one by one before they are summed (graph.hpp): for learning with differential privacy.
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "autodiff/graph.hpp"

namespace ballast::autodiff {

template <class T>
void Graph<T>::forward_backward_clipped(numeric::ThreadPool& pool, double longest, bool add) {
  run_prepare(pool);
  if (row_factors_.empty()) plan_clipping();
  pool.parallel_for(blocks(), [&](std::size_t number, std::size_t worker) {
    const RowBlock<T> rows = block(number, worker);
    forward_backward_block(rows);
    clip_rows(rows, longest);
  });
  run_weights(pool, add);
}

// Every op with parameters has to say what a row's part is: one left out would be one that nothing bounds.
template <class T>
void Graph<T>::plan_clipping() {
  for (const auto& op : ops_) {
    auto* const by_row = dynamic_cast<RowGradients<T>*>(op.get());
    if (by_row != nullptr) row_gradients_.push_back(by_row);
    if (by_row == nullptr && op->weight_tasks() > 0) throw std::logic_error("an op without gradients row by row");
  }
  squared_norms_.resize(rows_);
  row_factors_.resize(rows_);
}

// A row's part in a gradient is linear in what came back to the op, so scaling that scales the part.
template <class T>
void Graph<T>::clip_rows(const RowBlock<T>& rows, double longest) {
  const std::span<double> squares = std::span(squared_norms_).subspan(rows.first, rows.count);
  const std::span<T> factors = std::span(row_factors_).subspan(rows.first, rows.count);
  std::ranges::fill(squares, 0.0);
  for (RowGradients<T>* const op : row_gradients_) op->add_squared_norms(rows, squares);
  for (std::size_t i = 0; i < rows.count; ++i) {
    const double norm = std::sqrt(squares[i]);
    factors[i] = static_cast<T>(norm <= longest ? 1 : std::isfinite(norm) ? longest / norm : 0);
  }
  for (RowGradients<T>* const op : row_gradients_) op->scale_rows(rows, factors);
}

template void Graph<float>::forward_backward_clipped(numeric::ThreadPool&, double, bool);
template void Graph<double>::forward_backward_clipped(numeric::ThreadPool&, double, bool);

}  // namespace ballast::autodiff
