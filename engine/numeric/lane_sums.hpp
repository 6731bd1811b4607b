// Sums and largest values along a row in a fixed number of interleaved lanes, which are then joined in pairs: the
// compiler can use the processor's vectors of any width, and the bits depend on the length of the row alone.
#pragma once

#include <array>
#include <cstddef>

#include "engine/numeric/vectorise.hpp"

namespace ballast::numeric {

inline constexpr std::size_t kSumLanes = 16;

// join(.. join(start, term(0)) .., term(count - 1)) in lanes: lane l takes terms l, l + 16, l + 32, ...
template <class Term, class Join, class T = decltype(std::declval<Term>()(0))>
T join_lanes(std::size_t count, T start, Term term, Join join) {
  std::array<T, kSumLanes> lanes;
  lanes.fill(start);
  const std::size_t whole = count / kSumLanes * kSumLanes;
  for (std::size_t j = 0; j < whole; j += kSumLanes) {
    BALLAST_INDEPENDENT
    for (std::size_t l = 0; l < kSumLanes; ++l) lanes[l] = join(lanes[l], term(j + l));
  }
  for (std::size_t j = whole; j < count; ++j) lanes[j - whole] = join(lanes[j - whole], term(j));
  for (std::size_t half = kSumLanes / 2; half > 0; half /= 2) {
    for (std::size_t l = 0; l < half; ++l) lanes[l] = join(lanes[l], lanes[l + half]);
  }
  return lanes[0];
}

// The sum of term(0) .. term(count - 1).
template <class Term>
auto lane_sum(std::size_t count, Term term) {
  using T = decltype(term(0));
  return join_lanes(count, T{0}, term, [](T a, T b) { return a + b; });
}

// The largest of term(0) .. term(count - 1). Requires: count >= 1.
template <class Term>
auto lane_max(std::size_t count, Term term) {
  using T = decltype(term(0));
  return join_lanes(count, term(0), term, [](T a, T b) { return a < b ? b : a; });
}

}  // namespace ballast::numeric
