#include "app/fidelity/value_codes.hpp"

#include <algorithm>

#include "engine/tabular/table.hpp"

namespace ballast::app::fidelity {

using tabular::is_missing;

std::vector<double> equal_width_edges(std::span<const double> cells, std::size_t bins) {
  bool any = false;
  double low = 0, high = 1;
  for (const double cell : cells) {
    if (is_missing(cell)) continue;
    low = any ? std::min(low, cell) : cell;
    high = any ? std::max(high, cell) : cell;
    any = true;
  }
  if (low == high) {
    low -= 0.5;
    high += 0.5;
  }
  std::vector<double> edges(bins + 1);
  const double step = (high - low) / static_cast<double>(bins);
  for (std::size_t i = 0; i < bins; ++i) edges[i] = static_cast<double>(i) * step + low;
  edges[bins] = high;
  return edges;
}

Codes digitised(std::span<const double> cells, std::span<const double> edges) {
  Codes out{std::vector<std::uint32_t>(cells.size()), edges.size() + 1};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto above = is_missing(cells[i]) ? edges.end() : std::ranges::upper_bound(edges, cells[i]);
    out.of[i] = static_cast<std::uint32_t>(above - edges.begin());
  }
  return out;
}

PairedCodes level_codes(std::span<const double> real, std::span<const double> other) {
  std::vector<double> values;
  for (const std::span<const double> cells : {real, other}) {
    for (const double cell : cells) {
      if (!is_missing(cell)) values.push_back(cell);
    }
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  const auto coded = [&](std::span<const double> cells) {
    Codes out{std::vector<std::uint32_t>(cells.size()), values.size() + 1};
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto place = is_missing(cells[i]) ? values.end() : std::ranges::lower_bound(values, cells[i]);
      out.of[i] = static_cast<std::uint32_t>(place - values.begin());
    }
    return out;
  };
  return {coded(real), coded(other)};
}

}  // namespace ballast::app::fidelity
