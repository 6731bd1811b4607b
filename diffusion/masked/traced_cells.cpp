// Keeps what a draw chose from.
#include "diffusion/masked/traced_cells.hpp"

#include <algorithm>
#include <numeric>

namespace ballast::diffusion {

std::uint16_t TracedCells::choose(std::size_t i, std::size_t place, std::size_t column, std::span<const float> p) {
  const std::uint16_t code = draw_.choose(i, place, column, p);
  if (code == kAgain) {
    cells_.clear();
    ++fresh_starts_;
    return code;
  }
  std::vector<std::uint16_t> order(p.size());
  std::iota(order.begin(), order.end(), std::uint16_t{0});
  const std::size_t shown = std::min(RevealedCell::kLikeliest, order.size());
  std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(shown),
                            [&](std::uint16_t a, std::uint16_t b) { return p[a] != p[b] ? p[a] > p[b] : a < b; });
  RevealedCell cell{column, {code, double{p[code]}}, {}};
  for (std::size_t k = 0; k < shown; ++k) cell.likeliest.push_back({order[k], double{p[order[k]]}});
  cells_.push_back(std::move(cell));
  return code;
}

}  // namespace ballast::diffusion
