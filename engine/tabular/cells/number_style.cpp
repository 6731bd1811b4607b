#include "engine/tabular/cells/number_style.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

namespace ballast::tabular {
namespace {

constexpr std::array kUnits{"%",   "$",   "€",   "£",   "¥",   "₹",   "USD", "EUR", "GBP", "CHF", "JPY",
                            "CNY", "INR", "AUD", "CAD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF",
                            "BRL", "MXN", "ZAR", "TRY", "KRW", "SGD", "HKD", "THB", "Kč",  "zł",  "kr"};
// Thousands stand apart by the other mark, an apostrophe, or a space: plain, no-break or narrow no-break.
constexpr std::array kGroups{"", ",", ".", "'", " ", "\u00a0", "\u202f", "’"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void trim(std::string_view& text) {
  static constexpr std::string_view kBlanks[] = {" ", "\t", "\u00a0", "\u202f"};
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view blank : kBlanks) {
      if (text.starts_with(blank)) text.remove_prefix(blank.size()), again = true;
      if (text.ends_with(blank)) text.remove_suffix(blank.size()), again = true;
    }
  }
}

// Takes the sign in front, if there is one: -1 or 1.
double take_sign(std::string_view& text) {
  if (text.empty() || (text[0] != '-' && text[0] != '+')) return 1;
  const double sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(1);
  trim(text);
  return sign;
}

bool take_unit(std::string_view& text, std::string_view unit) {
  if (text.starts_with(unit)) {
    text.remove_prefix(unit.size());
  } else if (text.ends_with(unit)) {
    text.remove_suffix(unit.size());
  } else {
    return false;
  }
  trim(text);
  return true;
}

// The digits of a whole part whose thousands stand apart, or nothing when they stand elsewhere.
bool take_whole_part(std::string_view& text, std::string_view group, std::string& digits) {
  const auto run = [&] {
    std::size_t length = 0;
    while (length < text.size() && is_digit(text[length])) ++length;
    digits += text.substr(0, length);
    text.remove_prefix(length);
    return length;
  };
  const std::size_t first = run();
  if (group.empty() || !text.starts_with(group)) return true;
  if (first == 0 || first > 3 || digits[0] == '0') return false;
  while (text.starts_with(group)) {
    text.remove_prefix(group.size());
    if (run() != 3) return false;
  }
  return true;
}

std::string unit_of(std::string_view text) {
  trim(text);
  if (text.starts_with('(') && text.ends_with(')')) text = text.substr(1, text.size() - 2);
  take_sign(text);
  for (const std::string_view unit : kUnits) {
    if (text.starts_with(unit) || text.ends_with(unit)) return std::string(unit);
  }
  return "";
}

// The numbers of all texts, or none when one is no number.
std::vector<double> read_all(std::span<const std::string> texts, const NumberStyle& style) {
  std::vector<double> out;
  for (const std::string& text : texts) {
    const std::optional<double> value = parse_styled(text, style);
    if (!value) return {};
    out.push_back(*value);
  }
  return out;
}

}  // namespace

std::optional<double> parse_styled(std::string_view text, const NumberStyle& style) {
  trim(text);
  double sign = 1;
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') {
    sign = -1;
    text = text.substr(1, text.size() - 2);
    trim(text);
  } else {
    sign = take_sign(text);
  }
  if (!style.unit.empty()) {
    if (!take_unit(text, style.unit)) return std::nullopt;
    if (sign == 1) sign = take_sign(text);
  }
  std::string plain;
  if (!take_whole_part(text, style.group, plain)) return std::nullopt;
  if (!text.empty() && text[0] == style.decimal) {
    plain += '.';
    text.remove_prefix(1);
  }
  if (!text.empty() && !is_digit(text[0]) && text[0] != 'e' && text[0] != 'E') return std::nullopt;
  plain += text;
  if (style.shift != 0 && text.find_first_of("eE") != std::string_view::npos) return std::nullopt;
  if (style.shift != 0) plain.append(1, 'e').append(std::to_string(style.shift));
  double value = 0;
  const auto [stop, fault] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (fault != std::errc{} || stop != plain.data() + plain.size() || !std::isfinite(value)) return std::nullopt;
  return sign * value;
}

std::string styled_text(std::string_view plain, const NumberStyle& style) {
  if (style.is_plain()) return std::string(plain);
  static constexpr std::array<std::string_view, 5> kInFront{"$", "£", "€", "¥", "₹"};
  std::string out;
  if (plain.starts_with('-')) {
    out += '-';
    plain.remove_prefix(1);
  }
  const bool in_front = std::ranges::find(kInFront, style.unit) != kInFront.end();
  if (in_front) out += style.unit;
  const std::size_t whole = std::min(plain.find_first_not_of("0123456789"), plain.size());
  for (std::size_t i = 0; i < whole; ++i) {
    if (i > 0 && (whole - i) % 3 == 0) out += style.group;
    out += plain[i];
  }
  for (const char c : plain.substr(whole)) out += c == '.' ? style.decimal : c;
  if (!in_front) out += style.unit;
  return out;
}

std::vector<NumberStyle> styles_that_read(std::span<const std::string> texts, char decimal) {
  std::vector<NumberStyle> out;
  std::vector<std::vector<double>> meanings;
  if (texts.empty()) return out;
  const std::string unit = unit_of(texts[0]);
  for (const char mark : {'.', ','}) {
    if (decimal != 0 && mark != decimal) continue;
    for (const std::string_view group : kGroups) {
      if (group == std::string_view(&mark, 1)) continue;
      NumberStyle style{mark, std::string(group), unit};
      std::vector<double> values = read_all(texts, style);
      if (values.empty() || std::ranges::find(meanings, values) != meanings.end()) continue;
      meanings.push_back(std::move(values));
      out.push_back(std::move(style));
    }
  }
  return out;
}

}  // namespace ballast::tabular
