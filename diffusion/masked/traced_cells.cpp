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
  const std::vector<double> chances = draw_.chances(column, p);
  std::vector<std::uint16_t> order(p.size());
  std::iota(order.begin(), order.end(), std::uint16_t{0});
  std::erase_if(order, [&](std::uint16_t c) { return chances[c] <= 0; });
  const std::size_t shown = std::min(RevealedCell::kLikeliest, order.size());
  std::ranges::partial_sort(
      order, order.begin() + static_cast<std::ptrdiff_t>(shown),
      [&](std::uint16_t a, std::uint16_t b) { return chances[a] != chances[b] ? chances[a] > chances[b] : a < b; });
  RevealedCell cell{column, {code, chances[code]}, {}};
  for (std::size_t k = 0; k < shown; ++k) cell.likeliest.push_back({order[k], chances[order[k]]});
  cells_.push_back(std::move(cell));
  return code;
}

}  // namespace ballast::diffusion
