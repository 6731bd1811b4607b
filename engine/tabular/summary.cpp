// Equal rows: hash every row column by column, sort by hash, and compare cells only where hashes agree.
#include "engine/tabular/summary.hpp"

#include <algorithm>
#include <numeric>

#include "engine/tabular/mix.hpp"

namespace ballast::tabular {
namespace {

bool equal_rows(const Table& table, std::size_t a, std::size_t b) {
  for (std::size_t c = 0; c < table.columns(); ++c) {
    if (cell_bits(table.column(c)[a]) != cell_bits(table.column(c)[b])) return false;
  }
  return true;
}

}  // namespace

DuplicateFinder::DuplicateFinder(const Table& table) : group_(table.rows()) {
  std::vector<std::uint64_t> hash(table.rows());
  for (std::size_t c = 0; c < table.columns(); ++c) {
    const std::span<const double> cells = table.column(c);
    for (std::size_t r = 0; r < hash.size(); ++r) hash[r] = mix(hash[r], cell_bits(cells[r]));
  }
  std::vector<std::uint32_t> order(table.rows());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return hash[a] != hash[b] ? hash[a] < hash[b] : a < b; });
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first + 1;
    while (last < order.size() && hash[order[last]] == hash[order[first]]) ++last;
    std::vector<std::uint32_t> heads;  // one row of each group with this hash: nearly always one
    for (std::size_t i = first; i < last; ++i) {
      const auto same = std::find_if(heads.begin(), heads.end(),
                                     [&](std::uint32_t head) { return equal_rows(table, head, order[i]); });
      if (same == heads.end()) {
        heads.push_back(order[i]);
        group_[order[i]] = static_cast<std::uint32_t>(groups_++);
      } else {
        group_[order[i]] = group_[*same];
        ++duplicate_rows_;
      }
    }
    first = last;
  }
}

std::vector<std::uint8_t> DuplicateFinder::among(std::span<const std::size_t> test,
                                                 std::span<const std::size_t> train) const {
  std::vector<bool> seen(groups_);
  for (const std::size_t row : train) seen[group_[row]] = true;
  std::vector<std::uint8_t> out;
  for (const std::size_t row : test) out.push_back(seen[group_[row]] ? 1 : 0);
  return out;
}

}  // namespace ballast::tabular
