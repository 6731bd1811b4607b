// The forward process of the masked diffusion: noise is hiding.
//
// Of the D cells of a row, m are hidden, m = 1 .. D equally likely and every set of m as likely as any other: the row
// at "time" m / D of a process that hides one cell after another until none is left (absorbing diffusion: Austin et al.
// 2021; any-order autoregression: Uria et al. 2014, Hoogeboom et al. 2022). With w = D / m on each hidden cell,
//
//   E[ sum_hidden w (-ln p(x_j | shown)) ]  =  E over orders of sum_j -ln p(x_j | x_before)  >=  -ln p(x),
//
// the any-order bound on a row's log-likelihood, in nats.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>

#include "engine/numeric/random.hpp"

namespace ballast::diffusion {

// Chooses how many cells of row i of a batch of B are hidden. The rows of a batch take turns through 1 .. D, from a
// place that differs each update: every m is as likely as before, and a batch has its share of each.
inline std::size_t hidden_count(std::size_t i, std::size_t batch, std::size_t columns, double start) {
  const double place = (static_cast<double>(i) + start) / static_cast<double>(batch);
  return 1 + std::min(columns - 1, static_cast<std::size_t>(place * static_cast<double>(columns)));
}

// The first m entries of `order` become the hidden cells: the start of a shuffle. order.size() = D.
inline void choose_hidden(numeric::RandomStream& stream, std::size_t m, std::span<std::uint32_t> order) {
  std::iota(order.begin(), order.end(), 0U);
  for (std::size_t k = 0; k < m; ++k) {
    std::swap(order[k], order[k + static_cast<std::size_t>(stream.below(order.size() - k))]);
  }
}

}  // namespace ballast::diffusion
