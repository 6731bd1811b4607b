// LabelIndex: finds a label among those that are known. Labels are the same if their texts are; failing that, if they
// are one number: a file that writes 12.0, +12 or 012 means the label 12 of another.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace ballast::tabular {

// The number that a label writes, if it writes one.
std::optional<double> number_of(std::string_view label);

// The same text, or the same number.
bool same_label(std::string_view a, std::string_view b);

class LabelIndex {
 public:
  // Borrows the labels. Cost: linear.
  explicit LabelIndex(std::span<const std::string> labels);

  // The place of the label among those known. Of several that write its number, none: it could be either.
  std::optional<std::size_t> find(std::string_view label) const;

 private:
  std::unordered_map<std::string_view, std::size_t> by_text_;
  std::unordered_map<double, std::optional<std::size_t>> by_number_;
};

}  // namespace ballast::tabular
