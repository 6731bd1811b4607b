#include "app/fidelity/distances/equal_rows.hpp"

#include <bit>
#include <cstdint>
#include <unordered_set>
#include <vector>

namespace ballast::app::fidelity {
namespace {

using tabular::Table;

std::uint64_t bits_of(double cell) {
  return tabular::is_missing(cell) ? ~std::uint64_t{0} : std::bit_cast<std::uint64_t>(cell + 0.0);  // -0 becomes 0
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

using RowSet = std::unordered_set<RowKey, RowHash>;

}  // namespace

std::size_t count_copies(const Table& real, const Table& other) {
  RowSet known;
  known.reserve(real.rows());
  for (std::size_t row = 0; row < real.rows(); ++row) known.insert({&real, row});
  std::size_t out = 0;
  for (std::size_t row = 0; row < other.rows(); ++row) out += known.contains({&other, row}) ? 1 : 0;
  return out;
}

Table distinct_rows(const Table& table) {
  RowSet known;
  known.reserve(table.rows());
  std::vector<std::size_t> first;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (known.insert({&table, row}).second) first.push_back(row);
  }
  return table.take_rows(first);
}

}  // namespace ballast::app::fidelity
