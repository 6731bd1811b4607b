#include "engine/tabular/cells/number_style.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

#include "engine/tabular/cells/csv_cells.hpp"

namespace ballast::tabular {
namespace {

constexpr std::array kCurrencies{"$",   "€",   "£",   "¥",   "₹",   "₽", "₩",   "₿", "¢",   "₺",   "₫",    "₪",
                                 "₴",   "₱",   "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "AUD", "CAD",  "NZD",
                                 "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "BRL", "MXN", "ZAR", "TRY", "KRW",  "SGD",
                                 "HKD", "THB", "RUB", "Kč",  "zł",  "kr",  "kr.", "Kr",  "Kr.", "kn",  "Ft",   "lei",
                                 "fr",  "fr.", "Fr",  "Fr.", "Rs",  "Rs.", "RM",  "Rp",  "TL",  "руб", "руб.", ":-"};
// Signs of a currency that stand in front of a number, and may have letters before them: US$, R$, A$.
constexpr std::array<std::string_view, 9> kSigns{"$", "£", "€", "¥", "₹", "₩", "₿", "₱", "₦"};
// Thousands stand apart by the other mark, an apostrophe or what is typed for one, or a space: plain, no-break, narrow
// no-break, thin or as wide as a digit.
constexpr std::array kGroups{"", ",", ".", "'", " ", "\u00a0", "\u202f", "\u2009", "\u2007", "’", "`", "´"};
constexpr std::array<std::string_view, 3> kMinuses{"-", "\u2212", "\u2013"};  // the last is a dash

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void trim(std::string_view& text) {
  text = csv::without_blanks(text);
}

// Takes the sign in front, if there is one, or parentheses around all: -1 or 1.
double take_sign(std::string_view& text) {
  double sign = 1;
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') {
    sign = -1;
    text = text.substr(1, text.size() - 2);
  } else if (text.starts_with('+')) {
    text.remove_prefix(1);
  } else {
    const auto* const minus =
        std::ranges::find_if(kMinuses, [&](std::string_view each) { return text.starts_with(each); });
    if (minus == kMinuses.end()) return 1;
    sign = -1;
    text.remove_prefix(minus->size());
  }
  trim(text);
  return sign;
}

bool take_last_minus(std::string_view& text) {
  const auto* const minus = std::ranges::find_if(kMinuses, [&](std::string_view each) { return text.ends_with(each); });
  if (minus == kMinuses.end()) return false;
  text.remove_suffix(minus->size());
  trim(text);
  return true;
}

// The sign behind a number: 12.50- is below zero, and 12,- has no cents.
double take_sign_behind(std::string_view& text, char decimal) {
  std::string_view rest = text;
  if (!take_last_minus(rest)) return 1;
  while (take_last_minus(rest)) {
  }
  if (rest.size() > 1 && rest.back() == decimal) {
    text = rest.substr(0, rest.size() - 1);
    return 1;
  }
  take_last_minus(text);
  return -1;
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

bool stands_in_front(std::string_view unit) {
  return std::ranges::any_of(kSigns, [&](std::string_view sign) { return unit.ends_with(sign); }) ||
         unit.starts_with("Rs");
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

// What stands before the first digit and behind the last, without blanks, signs and decimal marks.
struct Around {
  std::string_view before, behind;
};

Around around(std::string_view text) {
  static constexpr std::string_view kMarks = ".,";
  trim(text);
  take_sign(text);
  const std::size_t first = text.find_first_of("0123456789"), last = text.find_last_of("0123456789");
  if (first == std::string_view::npos) return {};
  Around out{text.substr(0, first), text.substr(last + 1)};
  const auto without_mark = [&](std::string_view part) {
    return part.size() == 1 && kMarks.find(part[0]) != std::string_view::npos ? std::string_view() : part;
  };
  trim(out.before);
  while (take_last_minus(out.before)) {
  }
  if (out.before.ends_with('(')) out.before.remove_suffix(1);
  trim(out.before);
  out.before = without_mark(out.before);
  trim(out.behind);
  if (out.behind.ends_with(')')) out.behind.remove_suffix(1);
  if (out.behind != ":-") {
    while (take_last_minus(out.behind)) {
    }
  }
  out.behind = without_mark(out.behind);
  return out;
}

// Whether letters or signs that all of many numbers share are no part of a code: 12.5 cm, >= 12, but not A12 or 12-B.
bool may_be_unit(const Around& found, std::span<const std::string> texts) {
  constexpr std::size_t kMany = 20, kLongest = 8;
  if (texts.size() <= kMany || found.before.size() + found.behind.size() > kLongest) return false;
  const bool padded = std::ranges::any_of(texts, [](const std::string& text) {
    const std::size_t first = text.find_first_of("0123456789");
    return first != std::string::npos && text[first] == '0' && first + 1 < text.size() && is_digit(text[first + 1]);
  });
  if (padded) return false;
  constexpr std::string_view kOfCodes = "-_/:#.";
  if (found.before.empty()) return kOfCodes.find(found.behind[0]) == std::string_view::npos;
  return std::ranges::none_of(found.before, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || kOfCodes.find(c) != std::string_view::npos;
  });
}

// How the text has its number and unit, if nothing else is there: "0 kg" of 12.5 kg.
std::string form_of(std::string_view text, std::string_view unit) {
  trim(text);
  const bool in_front = text.starts_with(unit);
  if (!in_front && !text.ends_with(unit)) return "";
  const std::size_t first = text.find_first_of("0123456789"), last = text.find_last_of("0123456789");
  std::string_view gap = in_front ? text.substr(unit.size(), first - unit.size())
                                  : text.substr(last + 1, text.size() - unit.size() - last - 1);
  const std::string blanks(gap);
  trim(gap);
  if (!gap.empty()) return "";
  return in_front ? std::string(unit) + blanks + "0" : "0" + blanks + std::string(unit);
}

struct Unit {
  std::string unit, form;
};

// The unit of the first text that has one, if it can be one.
Unit unit_of(std::span<const std::string> texts) {
  for (const std::string& text : texts) {
    const Around found = around(text);
    if (found.before.empty() && found.behind.empty()) continue;
    if (!found.before.empty() && !found.behind.empty()) return {};
    const std::string unit(found.before.empty() ? found.behind : found.before);
    if (unit != "%" && !is_currency(unit) && !may_be_unit(found, texts)) return {};
    return {unit, form_of(text, unit)};
  }
  return {};
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

bool is_currency(std::string_view unit) {
  return std::ranges::find(kCurrencies, unit) != kCurrencies.end() || (stands_in_front(unit) && unit.size() <= 6);
}

std::optional<double> parse_styled(std::string_view text, const NumberStyle& style) {
  trim(text);
  double sign = take_sign(text);
  if (!style.unit.empty()) {
    if (!take_unit(text, style.unit) && !is_currency(style.unit)) return std::nullopt;
    if (sign == 1) sign = take_sign(text);
  }
  const double behind = take_sign_behind(text, style.decimal);
  if (sign < 0 && behind < 0) return std::nullopt;
  sign = std::min(sign, behind);
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
  std::string out;
  if (plain.starts_with('-')) {
    out += '-';
    plain.remove_prefix(1);
  }
  const std::string form = !style.form.empty()           ? style.form
                           : stands_in_front(style.unit) ? style.unit + "0"
                                                         : "0" + style.unit;
  const std::size_t number = form.find('0');
  out += form.substr(0, number);
  const std::size_t whole = std::min(plain.find_first_not_of("0123456789"), plain.size());
  for (std::size_t i = 0; i < whole; ++i) {
    if (i > 0 && (whole - i) % 3 == 0) out += style.group;
    out += plain[i];
  }
  for (const char c : plain.substr(whole)) out += c == '.' ? style.decimal : c;
  return out + form.substr(number + 1);
}

std::vector<NumberStyle> styles_that_read(std::span<const std::string> texts, char decimal) {
  std::vector<NumberStyle> out;
  std::vector<std::vector<double>> meanings;
  if (texts.empty()) return out;
  const auto [unit, form] = unit_of(texts);
  for (const char mark : {'.', ','}) {
    if (decimal != 0 && mark != decimal) continue;
    for (const std::string_view group : kGroups) {
      if (group == std::string_view(&mark, 1)) continue;
      NumberStyle style{mark, std::string(group), unit, 0, form};
      std::vector<double> values = read_all(texts, style);
      if (values.empty() || std::ranges::find(meanings, values) != meanings.end()) continue;
      meanings.push_back(std::move(values));
      out.push_back(std::move(style));
    }
  }
  return out;
}

}  // namespace ballast::tabular
