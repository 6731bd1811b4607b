// What a format says: its items, and which of them make sense together. date_read.cpp and date_write.cpp go by them.
#include "engine/tabular/dates/date_format.hpp"

#include <algorithm>
#include <utility>

#include "engine/error.hpp"
#include "engine/tabular/dates/date_scanner.hpp"

namespace ballast::tabular {
namespace {

constexpr std::string_view kCodes = "YymdbBaAHIpPMSfz";
constexpr std::string_view kTwoDigits = "ymdHIMS";

Error bad_format(const std::string& text, const std::string& why) {
  return Error("'" + text + "' is no format of dates: " + why)
      .hint("such as %Y-%m-%d, %d/%m/%Y %H:%M or %m/%d/%Y %I:%M %p");
}

}  // namespace

DateFormat::DateFormat(std::string text) : text_(std::move(text)) {
  std::string_view rest = text_;
  const auto next = [&] {
    if (rest.empty()) throw bad_format(text_, "it ends behind a percent sign");
    const char c = rest.front();
    rest.remove_prefix(1);
    return c;
  };
  while (!rest.empty()) {
    Item item;
    char c = next();
    if (c == '%') {
      c = next();
      if (c == '-') item.unpadded = true, c = next();
      if (c == '^') item.upper = true, c = next();
      const bool counted = is_digit(c);
      item.digits = counted ? c - '0' : 6;
      if (counted) c = next();
      if (c != '%' && (kCodes.find(c) == std::string_view::npos || (counted && c != 'f'))) {
        throw bad_format(text_, std::string("%") + c + " is unknown");
      }
      if (c != '%') item.code = c;
    }
    item.literal = c;
    if (item.code == 'z' && rest.starts_with("{")) {
      const std::size_t close = rest.find('}');
      zone_ = rest.substr(1, close == std::string_view::npos ? close : close - 1);
      DateFields fields;
      DateScanner scanner(zone_);
      if (close == std::string_view::npos || !scanner.zone(fields) || !scanner.at_end()) {
        throw bad_format(text_, "a zone such as %z{+02:00} is expected");
      }
      offset_ = fields.offset;
      rest.remove_prefix(close + 1);
    }
    items_.push_back(item);
  }
  for (std::size_t i = 0; i + 1 < items_.size(); ++i) {
    const auto numeric = [](char code) {
      return code != 0 && (kTwoDigits.find(code) != std::string_view::npos || code == 'Y');
    };
    items_[i].fixed = numeric(items_[i].code) && numeric(items_[i + 1].code);
  }
  check();
}

bool DateFormat::has(char code) const {
  return std::ranges::find(items_, code, &Item::code) != items_.end();
}

bool DateFormat::fraction_follows(std::size_t seconds) const {
  const auto is_fraction = [&](std::size_t i) { return i < items_.size() && items_[i].code == 'f'; };
  return is_fraction(seconds + 1) || is_fraction(seconds + 2);
}

std::size_t DateFormat::digits_from(std::size_t item) const {
  std::size_t digits = 0;
  for (; item < items_.size(); ++item) {
    const char code = items_[item].code;
    if (code != 'Y' && (code == 0 || kTwoDigits.find(code) == std::string_view::npos)) break;
    digits += code == 'Y' ? 4 : 2;
  }
  return digits;
}

void DateFormat::check() const {
  const bool month = has('m') || has('b') || has('B'), twelve = has('I'), hour = has('H') || twelve;
  if (has_year() && !month) throw bad_format(text_, "a year needs a month");
  if (!has_year() && (month || has('d') || !hour)) throw bad_format(text_, "there is no year");
  if (twelve != (has('p') || has('P'))) throw bad_format(text_, "%I and %p need each other");
  if ((has('M') && !hour) || (has('S') && !has('M')) || (has('f') && !has('S')) || (has('z') && !hour)) {
    throw bad_format(text_, "minutes need hours, and seconds minutes");
  }
}

}  // namespace ballast::tabular
