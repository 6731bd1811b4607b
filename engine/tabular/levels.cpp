#include "engine/tabular/levels.hpp"

#include <cmath>

namespace ballast::tabular {

bool keeps_to_levels(std::span<const double> sorted) {
  constexpr std::size_t kRowsPerNewValue = 20, kFewest = 3, kMostSteps = 32;  // two values are binary
  std::size_t once = 0, distinct = 0;
  bool whole = true;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    whole = whole && sorted[i] == std::nearbyint(sorted[i]);
    const bool first = i == 0 || sorted[i] != sorted[i - 1];
    const bool last = i + 1 == sorted.size() || sorted[i] != sorted[i + 1];
    distinct += first;
    once += first && last;
  }
  if (!whole && distinct > kMostSteps) return false;
  return distinct >= kFewest && once * kRowsPerNewValue <= sorted.size();
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
