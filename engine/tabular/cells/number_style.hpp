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
  std::string unit = {};   // a percent sign or a currency, before or behind every number
  int shift = 0;           // the number is 10^shift times what is written

  bool operator==(const NumberStyle&) const = default;
  bool is_plain() const { return *this == NumberStyle{}; }
};

// The number that a text writes in this style; a percentage is the number before its sign. Parentheses are a minus.
std::optional<double> parse_styled(std::string_view text, const NumberStyle& style);

// A number written plainly, in this style: parse_styled gives the same number back. A unit stands behind the number, a
// sign of a currency before it.
std::string styled_text(std::string_view plain, const NumberStyle& style);

// The styles that read all texts, one of each meaning: none if there is no such style, two if 1,234 may be either.
// decimal: the only one to try; 0: both.
std::vector<NumberStyle> styles_that_read(std::span<const std::string> texts, char decimal);

}  // namespace ballast::tabular
