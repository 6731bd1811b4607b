#include "engine/range.hpp"

#include <charconv>
#include <cmath>

#include "engine/error.hpp"

namespace ballast {
namespace {

// The shortest digits; whole numbers of at most 15 digits without an exponent.
std::string digits(double value) {
  char text[64];
  const bool plain = std::fabs(value) < 1e15 && value == std::floor(value);
  const auto end = plain ? std::to_chars(text, text + sizeof text, value, std::chars_format::fixed).ptr
                         : std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

}  // namespace

std::string Range::limits() const {
  const bool endless = std::isinf(high);
  if (endless) return (low_open ? "above " : "at least ") + digits(low);
  if (!low_open && !high_open) return "from " + digits(low) + " to " + digits(high);
  if (low_open && high_open) return "between " + digits(low) + " and " + digits(high) + ", ends excluded";
  return low_open ? "above " + digits(low) + ", at most " + digits(high)
                  : "at least " + digits(low) + ", below " + digits(high);
}

std::string Range::text() const {
  const std::string limits_text = limits();
  return std::string(whole ? "a whole number " : "a number ") + (limits_text.starts_with("at least") ? "of " : "") +
         limits_text;
}

void Range::require(std::string_view what, double value) const {
  if (holds(value) && !(whole && value != std::floor(value))) return;
  throw Error(std::string(what) + " is out of range").expected(text()).got(digits(value));
}

}  // namespace ballast
