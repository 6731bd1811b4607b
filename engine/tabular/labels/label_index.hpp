// LabelIndex: finds a label among those that are known. Labels are the same if their texts are; failing that, if they
// are one number and the known labels write numbers, not codes: a file that writes 12.0, +12 or 012 means the label 12
// of another; and where the two known labels say yes and no, if they say the same: TRUE and 1.0 mean the label True, no
// the label No.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace ballast::tabular {

// The number that a label writes, if it writes one.
std::optional<double> number_of(std::string_view label);

// A word that says yes or no, in any case of letters: of true and false, t and f, yes and no, y and n, or 1 and 0.
struct Truth {
  enum class Words : std::uint8_t { true_false, t_f, yes_no, y_n, one_zero };
  Words words;
  bool value;
};
std::optional<Truth> truth_of(std::string_view label);

// Other spellings of two labels that say yes and no: TRUE and 1.0 of True, no of No, but not yes of True.
class TruthSpellings {
 public:
  // Borrows the labels. Of others than two such it knows no spellings.
  explicit TruthSpellings(std::span<const std::string> labels);
  // The place of the label that the word is another spelling of.
  std::optional<std::size_t> find(std::string_view word) const;
  // That label; the word itself if there is none, or if it is one of them.
  std::string_view meaning(std::string_view word) const;

 private:
  std::span<const std::string> labels_;
  std::optional<Truth::Words> words_;
  std::array<std::size_t, 2> places_{};  // of no and yes
};

// The same text, or the same whole number with zeros behind its point: 12, +12 and 12.0, but not 012, 1.2e1 or 1.10 and
// 1.1, which may be codes.
bool same_label(std::string_view a, std::string_view b);
// What such spellings share: the whole number that a label writes.
std::optional<double> whole_number_of(std::string_view label);

class LabelIndex {
 public:
  // Borrows the labels. Cost: linear.
  explicit LabelIndex(std::span<const std::string> labels);

  // The place of the label among those known. Of several that write its number, none: it could be either. Nor is a
  // code another spelling of a number: 1E2, digits beyond what a number keeps, 1.10 where another has one decimal.
  std::optional<std::size_t> find(std::string_view label) const;

 private:
  std::unordered_map<std::string_view, std::size_t> by_text_;
  std::unordered_map<double, std::optional<std::size_t>> by_number_;
  TruthSpellings by_truth_;
};

}  // namespace ballast::tabular
