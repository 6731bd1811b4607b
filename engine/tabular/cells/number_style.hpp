// How the numbers of a column are written where it is not plainly: 6,163.60 or 6.163,60, 12.5 %, $5, (1,200).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::tabular {

struct NumberStyle {
  char decimal = '.';
  std::string group = {};  // between thousands; empty: none
  std::string unit = {};   // before or behind every number: a percent sign, a currency (may be left out), or any other
  int shift = 0;           // the number is 10^shift times what is written
  std::string form =
      {};  // a number with its unit as they stand in the file, 0 for the number: "0 kg"; empty: see styled_text

  bool operator==(const NumberStyle&) const = default;
  bool is_plain() const { return *this == NumberStyle{}; }
};

// The number that a text writes in this style; a percentage is the number before its sign. A minus stands before or
// behind the number, as a hyphen, U+2212 or a dash; parentheses are one; 12,- has no cents.
std::optional<double> parse_styled(std::string_view text, const NumberStyle& style);

// A number written plainly, in this style: parse_styled gives the same number back. Where the style has no form, a unit
// stands behind the number, a sign of a currency before it, with nothing between.
std::string styled_text(std::string_view plain, const NumberStyle& style);

// Whether a unit is a currency, which changes no number: $, EUR, US$.
bool is_currency(std::string_view unit);

// The styles that read all texts, one of each meaning: none if there is no such style, two if 1,234 may be either. A
// unit that is neither a percent sign nor a currency must be shared by more than 20 texts.
// decimal: the only one to try; 0: both.
std::vector<NumberStyle> styles_that_read(std::span<const std::string> texts, char decimal);

}  // namespace ballast::tabular
