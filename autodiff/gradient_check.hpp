// Holds the gradients of a recorded graph against six-point central differences of its loss, in double:
//   f'(p) ~ (45 (f(p+h) - f(p-h)) - 9 (f(p+2h) - f(p-2h)) + (f(p+3h) - f(p-3h))) / (60 h),   error O(h^6).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include "autodiff/graph.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::autodiff {

// The largest |gradient - difference| / max(|gradient|, |difference|, floor) over every `stride`-th value of
// `parameters`, where `floor` is 1e-3 of the largest gradient: below that a difference has no digits left. The values
// are put back. Requires: graph is recorded on `parameters` and writes to `gradients`, and its inputs are filled.
// Cost: six forward passes for each value looked at.
inline double gradient_error(Graph<double>& graph, std::span<double> parameters, std::span<const double> gradients,
                             numeric::ThreadPool& pool, std::size_t stride = 1, double h = 1e-3) {
  graph.forward(pool);
  graph.backward(pool);
  double largest = 0, worst = 0;
  for (const double gradient : gradients) largest = std::max(largest, std::fabs(gradient));
  const auto loss_at = [&](double& value, double at) {
    value = at;
    graph.forward(pool);
    return graph.loss();
  };
  for (std::size_t i = 0; i < parameters.size(); i += stride) {
    const double before = parameters[i];
    const auto pair = [&](double steps) {
      return loss_at(parameters[i], before + steps * h) - loss_at(parameters[i], before - steps * h);
    };
    const double difference = (45 * pair(1) - 9 * pair(2) + pair(3)) / (60 * h);
    parameters[i] = before;
    const double scale = std::max({std::fabs(gradients[i]), std::fabs(difference), 1e-3 * largest});
    worst = std::max(worst, std::fabs(gradients[i] - difference) / scale);
  }
  return worst;
}

}  // namespace ballast::autodiff
