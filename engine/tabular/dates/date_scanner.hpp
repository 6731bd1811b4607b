// DateScanner: reads the parts of one cell that writes a date, from left to right; and the English names that it knows.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>

#include "engine/tabular/dates/date_format.hpp"

namespace ballast::tabular {

inline constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};
inline constexpr std::array<std::string_view, 7> kWeekdays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                           "Friday", "Saturday", "Sunday"};
inline constexpr std::size_t kShortName = 3;
inline constexpr double kMicroseconds = 1e6;

inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
inline char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

inline bool starts_with(std::string_view text, std::string_view start) {
  return text.size() >= start.size() &&
         std::equal(start.begin(), start.end(), text.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

// Every function says whether what it looks for stood there.
class DateScanner {
 public:
  explicit DateScanner(std::string_view rest) : rest_(rest) {}

  bool at_end() const { return rest_.empty(); }
  bool literal(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // At least `least`, at most `most` digits.
  bool number(std::size_t least, std::size_t most, int& out) {
    std::size_t digits = 0;
    int value = 0;
    while (digits < most && digits < rest_.size() && is_digit(rest_[digits]))
      value = 10 * value + rest_[digits++] - '0';
    if (digits < least) return false;
    out = value;
    rest_.remove_prefix(digits);
    return true;
  }
  template <std::size_t N>
  bool name(const std::array<std::string_view, N>& names, bool in_short, int& index, std::string_view& as_written) {
    for (std::size_t i = 0; i < N; ++i) {
      const std::string_view wanted = in_short ? names[i].substr(0, kShortName) : names[i];
      if (!starts_with(rest_, wanted)) continue;
      as_written = take(wanted.size());
      index = static_cast<int>(i);
      return true;
    }
    return false;
  }
  bool meridiem(DateFields& out) {
    if (!starts_with(rest_, "AM") && !starts_with(rest_, "PM")) return false;
    out.meridiem = take(2);
    out.afternoon = lower(out.meridiem[0]) == 'p';
    return true;
  }
  bool fraction(DateFields& out) {
    static constexpr std::size_t kMostDigits = 9;
    double value = 0, unit = kMicroseconds;
    int digits = 0;
    while (!rest_.empty() && is_digit(rest_.front()) && digits < static_cast<int>(kMostDigits)) {
      value += (unit /= 10) * (rest_.front() - '0');
      ++digits;
      rest_.remove_prefix(1);
    }
    out.fraction_digits = digits;
    out.microsecond = static_cast<int>(std::lround(value));
    return digits > 0;
  }
  bool optional_fraction(DateFields& out) {
    const bool there = rest_.size() > 1 && (rest_[0] == '.' || rest_[0] == ',') && is_digit(rest_[1]);
    if (!there) return true;
    rest_.remove_prefix(1);
    return fraction(out);
  }
  bool zone(DateFields& out) {
    const std::string_view start = rest_;
    out.offset = 0;
    for (const std::string_view utc : {"UTC", "GMT", "Z"}) {
      if (!starts_with(rest_, utc)) continue;
      out.zone = take(utc.size());
      return true;
    }
    if (rest_.empty() || (rest_[0] != '+' && rest_[0] != '-')) return false;
    const int sign = take(1) == "-" ? -1 : 1;
    int hours = 0, minutes = 0;
    if (!number(2, 2, hours)) return false;
    const bool colon = literal(':');
    if (!number(2, 2, minutes) && colon) return false;
    if (hours > 15 || minutes > 59) return false;
    out.zone = start.substr(0, start.size() - rest_.size());
    out.offset = sign * (hours * 3600 + minutes * 60);
    return true;
  }
  std::size_t left() const { return rest_.size(); }

 private:
  std::string_view take(std::size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  std::string_view rest_;
};

}  // namespace ballast::tabular
