#include "engine/tabular/labels/label_index.hpp"

#include <algorithm>
#include <cmath>

#include "engine/tabular/cells/csv_cells.hpp"

namespace ballast::tabular {

std::optional<double> number_of(std::string_view label) {
  const csv::Number number = csv::parse_number(label);
  if (number.kind != csv::NumberKind::number) return std::nullopt;
  return number.value;
}

namespace {

std::string_view decimals_of(std::string_view label) {
  const std::size_t point = label.find('.');
  return point == std::string_view::npos ? std::string_view() : label.substr(point + 1);
}

// The number that a label writes, unless it is a code: 1E2, or digits that a number does not keep.
std::optional<double> number_written(std::string_view label) {
  const std::optional<double> number = number_of(label);
  constexpr double kExact = 9007199254740992;  // 2^53
  if (!number || label.find_first_of("eE") != std::string_view::npos || std::fabs(*number) >= kExact) {
    return std::nullopt;
  }
  return number;
}

// Versions and sections: 1.1, 1.2, ... 1.10 have decimals of several lengths, and zeros that a number would not write.
bool are_versions(std::span<const std::string> labels) {
  std::size_t length = 0;
  bool differ = false, end_in_zero = false;
  for (const std::string& label : labels) {
    const std::string_view decimals = decimals_of(label);
    if (decimals.empty() || !number_of(label)) continue;
    differ = differ || (length != 0 && length != decimals.size());
    length = decimals.size();
    end_in_zero = end_in_zero || (length > 1 && decimals.back() == '0');
  }
  return differ && end_in_zero;
}

}  // namespace

std::optional<double> whole_number_of(std::string_view label) {
  const std::string_view digits = label.substr(label.find_first_not_of("+-") == 1 ? 1 : 0);
  if (csv::is_zero_padded(digits.substr(0, digits.find('.')))) return std::nullopt;
  if (decimals_of(label).find_first_not_of('0') != std::string_view::npos) return std::nullopt;
  return number_written(label);
}

bool same_label(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const std::optional<double> number = whole_number_of(a);
  return number && number == whole_number_of(b);
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
  const bool versions = are_versions(labels);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    by_text_.emplace(labels[i], i);
    const std::optional<double> number = versions ? std::nullopt : number_written(labels[i]);
    if (!number) continue;
    const auto [at, added] = by_number_.try_emplace(*number, i);
    if (!added) at->second.reset();
  }
  // Models from before no-break blanks around a label were blanks.
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i].empty() || is_space(labels[i].front()) || is_space(labels[i].back())) continue;  // it was in quotes
    by_text_.emplace(csv::without_blanks(labels[i]), i);
  }
}

std::optional<std::size_t> LabelIndex::find(std::string_view label) const {
  if (const auto at = by_text_.find(label); at != by_text_.end()) return at->second;
  if (!by_number_.empty()) {
    const std::optional<double> number = number_written(label);
    const auto at = number ? by_number_.find(*number) : by_number_.end();
    if (at != by_number_.end()) return at->second;
  }
  return by_truth_.find(label);
}

}  // namespace ballast::tabular
