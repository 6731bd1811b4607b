#include "engine/tabular/label_index.hpp"

#include "engine/tabular/cells/csv_cells.hpp"

namespace ballast::tabular {

std::optional<double> number_of(std::string_view label) {
  const csv::Number number = csv::parse_number(label);
  if (number.kind != csv::NumberKind::number) return std::nullopt;
  return number.value;
}

bool same_label(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const std::optional<double> number = number_of(a);
  return number && number == number_of(b);
}

LabelIndex::LabelIndex(std::span<const std::string> labels) {
  by_text_.reserve(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    by_text_.emplace(labels[i], i);
    const std::optional<double> number = number_of(labels[i]);
    if (!number) continue;
    const auto [at, added] = by_number_.try_emplace(*number, i);
    if (!added) at->second.reset();
  }
}

std::optional<std::size_t> LabelIndex::find(std::string_view label) const {
  if (const auto at = by_text_.find(label); at != by_text_.end()) return at->second;
  if (by_number_.empty()) return std::nullopt;
  const std::optional<double> number = number_of(label);
  if (!number) return std::nullopt;
  const auto at = by_number_.find(*number);
  return at != by_number_.end() ? at->second : std::nullopt;
}

}  // namespace ballast::tabular
