#include "app/fidelity/validity.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <iterator>
#include <limits>
#include <unordered_set>
#include <utility>

#include "app/fidelity/common_schema.hpp"
#include "engine/tabular/decimals.hpp"

namespace ballast::app::fidelity {
namespace {

using tabular::is_missing;
using tabular::Table;

constexpr double kNotApplicable = std::numeric_limits<double>::quiet_NaN();
template <class Holds>
double share_of_known(std::span<const double> cells, Holds&& holds) {
  double known = 0, hits = 0;
  for (const double cell : cells) {
    if (is_missing(cell)) continue;
    known += 1;
    hits += holds(cell) ? 1 : 0;
  }
  return known > 0 ? hits / known : kNotApplicable;
}

ColumnValidity validity_of_levels(std::span<const double> real, std::span<const double> other) {
  std::unordered_set<double> levels;
  for (const double cell : real) {
    if (!is_missing(cell)) levels.insert(cell);
  }
  return {kNotApplicable, share_of_known(other, [&](double cell) { return levels.contains(cell); }), kNotApplicable};
}

ColumnValidity validity_of_numbers(std::span<const double> real, std::span<const double> other) {
  std::vector<double> known;
  std::ranges::copy_if(real, std::back_inserter(known), [](double cell) { return !is_missing(cell); });
  if (known.empty()) return {kNotApplicable, kNotApplicable, kNotApplicable};
  std::sort(known.begin(), known.end());
  const double low = known.front(), high = known.back();
  const tabular::Decimals grid = tabular::decimals_of(known);
  return {share_of_known(other, [&](double cell) { return cell >= low && cell <= high; }), kNotApplicable,
          grid.is_free() ? kNotApplicable : share_of_known(other, [&](double cell) { return grid.nearest(cell) == cell; })};
}

std::uint64_t bits_of(double cell) {
  return is_missing(cell) ? ~std::uint64_t{0} : std::bit_cast<std::uint64_t>(cell + 0.0);  // -0 becomes 0
}

// Rows of two tables, hashed and compared by their cells.
struct RowKey {
  const Table* table;
  std::size_t row;

  bool operator==(const RowKey& other) const {
    for (std::size_t c = 0; c < table->columns(); ++c) {
      if (bits_of(table->column(c)[row]) != bits_of(other.table->column(c)[other.row])) return false;
    }
    return true;
  }
};

struct RowHash {
  std::size_t operator()(const RowKey& key) const {
    std::uint64_t hash = 0x9e3779b97f4a7c15;
    for (std::size_t c = 0; c < key.table->columns(); ++c) {
      hash = (hash ^ bits_of(key.table->column(c)[key.row])) * 0xff51afd7ed558ccd;
      hash ^= hash >> 32;
    }
    return static_cast<std::size_t>(hash);
  }
};

}  // namespace

std::vector<ColumnValidity> column_validity(const Table& real, const Table& other) {
  std::vector<ColumnValidity> out;
  for (std::size_t c = 0; c < real.columns(); ++c) {
    out.push_back(is_discrete(real.schema()[c]) ? validity_of_levels(real.column(c), other.column(c))
                                                : validity_of_numbers(real.column(c), other.column(c)));
  }
  return out;
}

std::size_t count_copies(const Table& real, const Table& other) {
  std::unordered_set<RowKey, RowHash> known;
  known.reserve(real.rows());
  for (std::size_t row = 0; row < real.rows(); ++row) known.insert({&real, row});
  std::size_t out = 0;
  for (std::size_t row = 0; row < other.rows(); ++row) out += known.contains({&other, row}) ? 1 : 0;
  return out;
}

}  // namespace ballast::app::fidelity
