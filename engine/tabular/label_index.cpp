#include "engine/tabular/label_index.hpp"

#include <algorithm>

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

std::optional<Truth> truth_of(std::string_view label) {
  using Words = Truth::Words;
  struct Pair {
    std::string_view yes, no;
    Words words;
  };
  static constexpr std::array<Pair, 4> kPairs{{{"true", "false", Words::true_false},
                                               {"t", "f", Words::t_f},
                                               {"yes", "no", Words::yes_no},
                                               {"y", "n", Words::y_n}}};
  const auto is = [&](std::string_view word) {
    return std::ranges::equal(label, word, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a | 0x20 : a) == b; });
  };
  for (const Pair& pair : kPairs) {
    if (is(pair.yes) || is(pair.no)) return Truth{pair.words, is(pair.yes)};
  }
  const std::optional<double> number = number_of(label);
  if (number == 0.0 || number == 1.0) return Truth{Words::one_zero, number == 1.0};
  return std::nullopt;
}

TruthSpellings::TruthSpellings(std::span<const std::string> labels) : labels_(labels) {
  if (labels.size() != 2) return;
  const std::optional<Truth> first = truth_of(labels[0]), second = truth_of(labels[1]);
  if (!first || !second || first->words != second->words || first->value == second->value) return;
  words_ = first->words;
  places_[first->value ? 1 : 0] = 0;
  places_[second->value ? 1 : 0] = 1;
}

std::optional<std::size_t> TruthSpellings::find(std::string_view word) const {
  if (!words_) return std::nullopt;
  const auto digits_may = [](Truth::Words words) {
    return words == Truth::Words::true_false || words == Truth::Words::one_zero;
  };
  const std::optional<Truth> truth = truth_of(word);
  if (!truth || !(truth->words == *words_ || (digits_may(truth->words) && digits_may(*words_)))) return std::nullopt;
  return places_[truth->value ? 1 : 0];
}

std::string_view TruthSpellings::meaning(std::string_view word) const {
  const std::optional<std::size_t> place = find(word);
  return place ? std::string_view(labels_[*place]) : word;
}

LabelIndex::LabelIndex(std::span<const std::string> labels) : by_truth_(labels) {
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
  if (!by_number_.empty()) {
    const std::optional<double> number = number_of(label);
    const auto at = number ? by_number_.find(*number) : by_number_.end();
    if (at != by_number_.end()) return at->second;
  }
  return by_truth_.find(label);
}

}  // namespace ballast::tabular
