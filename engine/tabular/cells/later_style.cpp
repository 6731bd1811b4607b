#include "engine/tabular/cells/later_style.hpp"

#include <vector>

#include "engine/error.hpp"

namespace ballast::tabular {
namespace {

constexpr std::string_view kPercent = "%";

Error unsaid_percent(bool learned) {
  return Error(learned ? "numbers without a percent sign, where they were learned with one"
                       : "numbers with a percent sign, where they were learned without one")
      .hint(std::string("--percent-as 55 or --percent-as 0.55 says what ") +
            (learned ? "this file" : "the file that was learned from") + " writes for 55 %");
}

// 1190 cents, 11.9 k: nobody but the user knows how they go with what was learned.
Error unknown_unit(const std::string& unit) {
  return Error("numbers in a unit, where they were learned without one")
      .got(unit)
      .hint("write them as they were learned, in its unit and without it");
}

Error without_unit(const std::string& unit) {
  return Error("numbers without a unit, where they were learned in one")
      .expected(unit)
      .hint("write them as they were learned");
}

}  // namespace

NumberStyle style_for(NumberStyle found, const NumberStyle& learned, PercentAs percent) {
  if (found.unit == learned.unit) return found;
  if (!found.unit.empty() && !learned.unit.empty()) {
    throw Error("numbers in another unit than they were learned in").expected(learned.unit).got(found.unit);
  }
  const bool to_percent = learned.unit == kPercent;
  if (!to_percent && found.unit != kPercent) {
    if (!found.unit.empty() && !is_currency(found.unit)) throw unknown_unit(found.unit);
    if (!learned.unit.empty() && !is_currency(learned.unit)) throw without_unit(learned.unit);
    return found;
  }
  if (percent == PercentAs::unsaid) throw unsaid_percent(to_percent);
  if (percent == PercentAs::fraction) found.shift = to_percent ? 2 : -2;
  return found;
}

char shown_decimal(std::string_view text) {
  if (text.find_first_of(".,") == std::string_view::npos) return 0;
  const std::string cell(text);
  const std::vector<NumberStyle> styles = styles_that_read({&cell, 1}, 0);
  return styles.size() == 1 && text.find(styles[0].decimal) != std::string_view::npos ? styles[0].decimal : char{0};
}

std::optional<NumberStyle> StreamStyle::style(std::string_view text, const NumberStyle& learned) const {
  const char decimal = other_ != 0 ? other_ : may_differ_ && !settled_ ? char{0} : learned.decimal;
  const std::string cell(text);
  const std::vector<NumberStyle> styles = styles_that_read({&cell, 1}, decimal);
  if (styles.empty()) return std::nullopt;
  if (styles.size() > 1) {
    throw Error("a number that may be read in two ways")
        .got(cell)
        .hint("--decimal . or --decimal , says which mark stands before the decimals");
  }
  return style_for(styles[0], learned, percent_);
}

}  // namespace ballast::tabular
