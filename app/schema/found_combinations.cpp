// Columns that determine others (found_constraints.hpp).
#include <algorithm>
#include <cmath>
#include <map>

#include "app/schema/bound_constraints.hpp"
#include "app/schema/found_constraints.hpp"

namespace ballast::app {
namespace {

constexpr double kCertain = 50;  // - ln of the probability that chance did it

// A column of few values as numbers of its values; missing cells are one.
struct Levels {
  std::size_t column = 0;
  std::vector<std::uint32_t> level;  // of each row
  std::size_t count = 0;
  double doubt = 0;  // - ln of the probability that two rows agree by chance
};

bool read_levels(std::span<const double> cells, std::size_t column, Levels& out) {
  std::map<double, std::uint32_t> number;
  std::vector<double> rows;
  out.column = column;
  out.level.reserve(cells.size());
  for (const double cell : cells) {
    const double key = tabular::is_missing(cell) ? std::numeric_limits<double>::max() : cell;
    const auto [at, added] = number.try_emplace(key, static_cast<std::uint32_t>(number.size()));
    if (added && number.size() > kMostLevels) return false;
    if (added) rows.push_back(0);
    out.level.push_back(at->second);
    ++rows[at->second];
  }
  out.count = number.size();
  double agree = 0;
  for (const double of_level : rows) agree += std::pow(of_level / static_cast<double>(cells.size()), 2);
  out.doubt = -std::log(agree);
  return out.count > 1;
}

bool determines(const Levels& a, const Levels& b) {
  constexpr std::uint32_t kOpen = static_cast<std::uint32_t>(-1);
  if (a.count < b.count) return false;
  std::vector<std::uint32_t> of(a.count, kOpen);
  for (std::size_t row = 0; row < a.level.size(); ++row) {
    std::uint32_t& known = of[a.level[row]];
    if (known == kOpen) known = b.level[row];
    if (known != b.level[row]) return false;
  }
  return static_cast<double>(a.level.size() - a.count) * b.doubt >= kCertain;
}

std::vector<Levels> all_levels(const tabular::Table& table) {
  std::vector<Levels> out;
  for (std::size_t c = 0; c < table.columns() && out.size() < kMostOrderColumns; ++c) {
    Levels levels;
    if (read_levels(table.column(c), c, levels)) out.push_back(std::move(levels));
  }
  return out;
}

}  // namespace

std::vector<Constraint> found_combinations(const tabular::Table& table) {
  const std::vector<Levels> levels = all_levels(table);
  std::vector<std::vector<std::size_t>> determined(levels.size());
  for (std::size_t a = 0; a < levels.size(); ++a) {
    for (std::size_t b = 0; b < levels.size(); ++b) {
      if (a != b && determines(levels[a], levels[b])) determined[a].push_back(b);
    }
  }
  std::vector<std::size_t> order;
  for (std::size_t a = 0; a < levels.size(); ++a) order.push_back(a);
  std::ranges::stable_sort(order,
                           [&](std::size_t a, std::size_t b) { return determined[a].size() > determined[b].size(); });
  std::vector<Constraint> out;
  std::vector<bool> follows(levels.size());  // determined by a column that also determines all that it does
  for (const std::size_t a : order) {
    if (follows[a] || determined[a].empty()) continue;
    Constraint one;
    one.kind = Constraint::Kind::combinations;
    std::vector<std::size_t> columns{levels[a].column};
    for (const std::size_t b : determined[a]) {
      follows[b] = true;
      columns.push_back(levels[b].column);
    }
    for (const std::size_t c : columns) one.columns.push_back(table.schema()[c].name);
    one.allowed = combinations_of(table, columns);
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace ballast::app
