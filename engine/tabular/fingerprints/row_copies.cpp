#include "engine/tabular/fingerprints/row_copies.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/tabular/mix.hpp"

namespace ballast::tabular {
namespace {

constexpr double kStep = 1e-3;  // of the standard deviation

// The grid's cell; 0 is where the mean is, so that large numbers of little spread lose no digits.
struct Grid {
  double mean = 0, step = 1;

  static Grid of(std::span<const double> cells) {
    double sum = 0, squares = 0, count = 0;
    for (const double cell : cells) {
      if (is_missing(cell)) continue;
      sum += cell;
      ++count;
    }
    Grid out;
    if (count == 0) return out;
    out.mean = sum / count;
    for (const double cell : cells) {
      if (!is_missing(cell)) squares += (cell - out.mean) * (cell - out.mean);
    }
    if (squares > 0) out.step = kStep * std::sqrt(squares / count);
    return out;
  }
  double place(double cell, double shift) const { return std::floor((cell - mean) / step + shift); }
};

// A hash a row, of the cells themselves or, with grids, of their places.
std::vector<std::uint64_t> hashes_of(const Table& table, std::span<const std::size_t> columns,
                                     std::span<const Grid> grids = {}, double shift = 0) {
  std::vector<std::uint64_t> out(table.rows());
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const bool rounded = !grids.empty() && !table.schema()[columns[c]].is_text();
    const std::span<const double> cells = table.column(columns[c]);
    for (std::size_t row = 0; row < out.size(); ++row) {
      const double cell = cells[row];
      out[row] = mix(out[row], cell_bits(rounded && !is_missing(cell) ? grids[c].place(cell, shift) : cell));
    }
  }
  return out;
}

}  // namespace

std::vector<std::uint8_t> nearly_among(const Table& table, std::span<const std::size_t> columns,
                                       std::span<const std::size_t> test, std::span<const std::size_t> train) {
  std::vector<Grid> grids;
  for (const std::size_t column : columns) grids.push_back(Grid::of(table.column(column)));
  std::vector<std::uint8_t> out(test.size(), 0);
  for (const double shift : {0.0, 0.5}) {
    const std::vector<std::uint64_t> all = hashes_of(table, columns, grids, shift);
    std::vector<std::uint64_t> learned;
    for (const std::size_t row : train) learned.push_back(all[row]);
    std::ranges::sort(learned);
    for (std::size_t i = 0; i < test.size(); ++i) {
      if (std::ranges::binary_search(learned, all[test[i]])) out[i] = 1;
    }
  }
  return out;
}

std::size_t contradictory_rows(const Table& table, std::span<const std::size_t> columns,
                               std::span<const std::int32_t> y) {
  const std::vector<std::uint64_t> all = hashes_of(table, columns);
  std::vector<std::uint32_t> order(all.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {}, [&](std::uint32_t row) { return all[row]; });
  std::size_t out = 0;
  for (auto first = order.begin(); first != order.end();) {
    const auto last = std::find_if(first, order.end(), [&](std::uint32_t row) { return all[row] != all[*first]; });
    const bool one_label = std::all_of(first, last, [&](std::uint32_t row) { return y[row] == y[*first]; });
    if (!one_label) out += static_cast<std::size_t>(last - first);
    first = last;
  }
  return out;
}

}  // namespace ballast::tabular
