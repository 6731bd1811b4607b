#include "app/fidelity/yardsticks.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "engine/numeric/random.hpp"

namespace ballast::app::fidelity {
namespace {

using numeric::Purpose;

// Streams of kPermutation are told apart by their row: columns from 0, draws from here.
constexpr std::uint64_t kDraws = std::uint64_t{1} << 40;

std::vector<std::size_t> shuffled(std::size_t count, std::uint64_t seed, std::uint64_t row) {
  std::vector<std::size_t> out(count);
  std::iota(out.begin(), out.end(), std::size_t{0});
  numeric::RandomStream(seed, Purpose::kPermutation, row).shuffle(std::span(out));
  return out;
}

tabular::Table in_order(const tabular::Table& table, std::span<const std::size_t> rows) {
  std::vector<std::size_t> ordered(rows.begin(), rows.end());
  std::sort(ordered.begin(), ordered.end());
  return table.take_rows(ordered);
}

}  // namespace

tabular::Table independent_columns(const tabular::Table& real, std::size_t rows, std::uint64_t seed) {
  tabular::Table out(real.schema(), rows);
  for (std::size_t c = 0; c < real.columns(); ++c) {
    const std::vector<std::size_t> order = shuffled(real.rows(), seed, c);
    for (std::size_t row = 0; row < rows; ++row) out.column(c)[row] = real.column(c)[order[row % order.size()]];
  }
  return out;
}

tabular::Table drawn_rows(const tabular::Table& table, std::size_t rows, std::uint64_t seed, std::uint64_t part) {
  return rows >= table.rows() ? table : drawn_and_rest(table, rows, seed, part).first;
}

Halves drawn_and_rest(const tabular::Table& table, std::size_t rows, std::uint64_t seed, std::uint64_t part) {
  const std::vector<std::size_t> order = shuffled(table.rows(), seed, kDraws + part);
  const std::span<const std::size_t> all(order);
  const std::size_t drawn = std::min(rows, table.rows());
  return {in_order(table, all.first(drawn)), in_order(table, all.subspan(drawn))};
}

Halves halves(const tabular::Table& table, std::uint64_t seed) {
  return parted(table, 0.5, seed);
}

Halves parted(const tabular::Table& table, double second, std::uint64_t seed) {
  const std::vector<std::size_t> order = shuffled(table.rows(), seed, kDraws - 1);
  const std::span<const std::size_t> all(order);
  const auto wanted = static_cast<std::size_t>(second * static_cast<double>(order.size()));
  const std::size_t first = order.size() - std::clamp(wanted, std::size_t{1}, order.size() - 1);
  return {in_order(table, all.first(first)), in_order(table, all.subspan(first))};
}

}  // namespace ballast::app::fidelity
