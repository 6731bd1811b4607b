#include "app/fidelity/validity.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <unordered_set>
#include <utility>

#include "app/fidelity/common_schema.hpp"

namespace ballast::app::fidelity {
namespace {

using tabular::is_missing;
using tabular::Table;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr int kFinest = -6, kCoarsest = 6;
// A cell read from decimals lies within half a unit in the last place of its multiple, and the product adds another.
constexpr double kAbsolute = 1e-9, kRelative = 4e-16;

template <class Holds>
double share_of_known(std::span<const double> cells, Holds&& holds) {
  double known = 0, hits = 0;
  for (const double cell : cells) {
    if (is_missing(cell)) continue;
    known += 1;
    hits += holds(cell) ? 1 : 0;
  }
  return known > 0 ? hits / known : kNone;
}

ColumnValidity validity_of_levels(std::span<const double> real, std::span<const double> other) {
  std::unordered_set<double> levels;
  for (const double cell : real) {
    if (!is_missing(cell)) levels.insert(cell);
  }
  return {kNone, share_of_known(other, [&](double cell) { return levels.contains(cell); }), kNone};
}

ColumnValidity validity_of_numbers(std::span<const double> real, std::span<const double> other) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const double cell : real) {
    if (is_missing(cell)) continue;
    low = std::min(low, cell);
    high = std::max(high, cell);
  }
  ColumnValidity out{share_of_known(other, [&](double cell) { return cell >= low && cell <= high; }), kNone, kNone};
  if (const auto exponent = lattice_exponent(real)) {
    out.lattice = share_of_known(other, [&](double cell) { return on_lattice(cell, *exponent); });
  }
  return out;
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

bool on_lattice(double cell, int exponent) {
  const double multiples = exponent < 0 ? cell * std::pow(10.0, -exponent) : cell / std::pow(10.0, exponent);
  return std::abs(multiples - std::nearbyint(multiples)) <= std::max(kAbsolute, kRelative * std::abs(multiples));
}

std::optional<int> lattice_exponent(std::span<const double> cells) {
  if (std::ranges::all_of(cells, [](double cell) { return is_missing(cell) || cell == 0; })) return std::nullopt;
  for (int exponent = kCoarsest; exponent >= kFinest; --exponent) {
    if (std::ranges::all_of(cells, [&](double cell) { return is_missing(cell) || on_lattice(cell, exponent); })) {
      return exponent;
    }
  }
  return std::nullopt;
}

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
