// What a column's values are: steps or a quantity; and the counts that tell.
#include "engine/tabular/levels.hpp"
#include "engine/tabular/present_cells.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace ballast::tabular {
namespace {

constexpr std::size_t kRowsPerNewValue = 20, kFewest = 3, kMostSteps = 32;  // two values are binary
constexpr std::size_t kMostLevels = 4096;

bool is_whole(double cell) {
  return cell == std::nearbyint(cell);
}

bool may_have_levels(const ColumnSchema& column) {
  return !column.is_text() && column.kind != ColumnKind::date;
}

}  // namespace

bool keeps_to_levels(std::span<const double> sorted) {
  std::size_t once = 0, distinct = 0;
  bool whole = true;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    whole = whole && is_whole(sorted[i]);
    const bool first = i == 0 || sorted[i] != sorted[i - 1];
    const bool last = i + 1 == sorted.size() || sorted[i] != sorted[i + 1];
    distinct += first;
    once += first && last;
  }
  if (!whole && distinct > kMostSteps) return false;
  return distinct >= kFewest && once * kRowsPerNewValue <= sorted.size();
}

// Gives up where the values are too many, which in a quantity is soon.
std::vector<double> levels_of(std::span<const double> cells) {
  std::unordered_map<double, std::size_t> rows_of;
  bool whole = true;
  std::size_t present = 0;
  for (const double cell : cells) {
    if (is_missing(cell)) continue;
    ++present;
    ++rows_of[cell];
    whole = whole && is_whole(cell);
    if (rows_of.size() > (whole ? kMostLevels : kMostSteps)) return {};
  }
  std::size_t once = 0;
  std::vector<double> out;
  for (const auto& [value, rows] : rows_of) {
    once += rows == 1 ? 1 : 0;
    out.push_back(value);
  }
  if (out.size() < kFewest || once * kRowsPerNewValue > present) return {};
  std::ranges::sort(out);
  return out;
}

void set_levels(Table& rows, const Table& whole, std::span<const std::size_t> learned) {
  for (std::size_t c = 0; c < rows.columns(); ++c) {
    const ColumnSchema& column = rows.schema()[c];
    if (!may_have_levels(column) || keeps_to_levels(sorted_cells(rows.column(c)))) continue;
    const std::span<const double> all = whole.column(whole.index_of(column.name));
    std::vector<double> cells;
    cells.reserve(learned.size());
    for (const std::size_t row : learned) cells.push_back(all[row]);
    if (std::vector<double> levels = levels_of(cells); !levels.empty()) rows.set_levels(c, std::move(levels));
  }
}

std::string levels_text(const std::vector<LevelColumn>& columns) {
  if (columns.empty()) return "";
  std::string out = "keeps to the values learned: ";
  const char* between = "";
  for (const LevelColumn& column : columns) {
    out.append(between).append(column.name).append(" (").append(std::to_string(column.levels)).append(")");
    between = ", ";
  }
  return out + "\n";
}

}  // namespace ballast::tabular
