#include "app/data/splits/group_column.hpp"

#include <bit>
#include <unordered_map>

#include "engine/error.hpp"

namespace ballast::app {
namespace {

constexpr std::uint64_t kMissingKey = ~std::uint64_t{0};

std::uint64_t key_of(double cell) {
  if (tabular::is_missing(cell)) return kMissingKey;
  return std::bit_cast<std::uint64_t>(cell + 0.0);  // -0 is 0
}

}  // namespace

std::vector<std::uint32_t> group_numbers(const tabular::Table& table, const std::string& column,
                                         const std::string& file) {
  std::size_t index = 0;
  try {
    index = table.index_of(column);
  } catch (Error& error) {
    throw error.in(file);
  }
  std::unordered_map<std::uint64_t, std::uint32_t> number;
  std::vector<std::uint32_t> out;
  out.reserve(table.rows());
  for (const double cell : table.column(index)) {
    out.push_back(number.try_emplace(key_of(cell), static_cast<std::uint32_t>(number.size())).first->second);
  }
  if (number.size() > 1) return out;
  throw Error("--group: all rows are of one group").in(file).expected("at least two values in column '" + column + "'");
}

}  // namespace ballast::app
