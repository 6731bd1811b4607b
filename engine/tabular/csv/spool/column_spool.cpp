#include "engine/tabular/csv/spool/column_spool.hpp"

#include <algorithm>
#include <cmath>

#include "engine/tabular/csv/number_kinds.hpp"

namespace ballast::tabular::csv {

void ColumnSpool::add(const ColumnSchema& column, std::span<const double> cells) {
  if (!column.is_text()) {
    look_at_numbers(cells);
    waiting_.insert(waiting_.end(), cells.begin(), cells.end());
    return;
  }
  std::vector<double> number(column.labels.size(), kMissing);  // of labels that cells hold; a schema's may be idle
  for (const double cell : cells) {
    if (is_missing(cell)) {
      waiting_.push_back(cell);
      continue;
    }
    const auto label = static_cast<std::size_t>(cell);
    if (is_missing(number[label])) number[label] = number_of(column.labels[label]);
    waiting_.push_back(number[label]);
  }
}

double ColumnSpool::number_of(const std::string& label) {
  return static_cast<double>(numbers_.try_emplace(label, numbers_.size()).first->second);
}

// kind_of_numbers asks whether there are more than two values, and whether all are whole.
void ColumnSpool::look_at_numbers(std::span<const double> cells) {
  constexpr std::size_t kValues = 3;
  for (const double cell : cells) {
    if (is_missing(cell)) continue;
    const bool tells = telling_.size() < kValues || (std::trunc(cell) != cell && all_whole(telling_));
    if (tells && std::ranges::find(telling_, cell) == telling_.end()) telling_.push_back(cell);
  }
}

ColumnSchema ColumnSpool::finish(const ColumnSchema& guessed, std::vector<double>& code_of) const {
  ColumnSchema out = guessed;
  if (guessed.kind == ColumnKind::date) return out;
  if (!guessed.is_text()) {
    out.kind = kind_of_numbers(telling_, nullptr);
    return out;
  }
  out.labels.clear();
  for (const auto& [label, number] : numbers_) out.labels.push_back(label);
  std::ranges::sort(out.labels);
  code_of.resize(numbers_.size());
  for (const auto& [label, number] : numbers_) {
    code_of[number] = static_cast<double>(std::ranges::lower_bound(out.labels, label) - out.labels.begin());
  }
  out.kind = out.labels.size() == 2 ? ColumnKind::binary : ColumnKind::categorical;
  return out;
}

}  // namespace ballast::tabular::csv
