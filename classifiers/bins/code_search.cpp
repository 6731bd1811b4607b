#include "classifiers/bins/code_search.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

#include "classifiers/bins/edge_lanes.hpp"

namespace ballast::classifiers {

CodeSearch::CodeSearch(std::span<const double> edges, std::uint8_t missing) : missing_(missing) {
  static_assert(kBlock == kEdgeLanes);
  assert(edges.size() < edges_.size());
  edges_.fill(std::numeric_limits<double>::quiet_NaN());  // below no x, an infinite one included
  std::ranges::copy(edges, edges_.begin());
  for (std::size_t b = 0; b < kBlock; ++b) last_of_block_[b] = edges_[b * kBlock + kBlock - 1];
}

void CodeSearch::operator()(const double* x, std::size_t stride, std::size_t count, std::uint8_t* codes) const {
  for (std::size_t i = 0; i < count; ++i) {
    const double value = x[i * stride];
    const unsigned before = static_cast<unsigned>(kBlock) * edges_up_to(last_of_block_.data(), value);
    const unsigned code = before + edges_up_to(edges_.data() + before, value);
    codes[i] = value != value ? missing_ : static_cast<std::uint8_t>(code);
  }
}

}  // namespace ballast::classifiers
