// DateScanner: reads the parts of one cell that writes a date, from left to right; and the English names that it knows.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>

#include "engine/blanks.hpp"
#include "engine/tabular/dates/date_format.hpp"

namespace ballast::tabular {

inline constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};
inline constexpr std::array<std::string_view, 7> kWeekdays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                           "Friday", "Saturday", "Sunday"};
// Zones that have but one meaning: those of RFC 822, and of Europe.
struct NamedZone {
  std::string_view name;
  int hours;  // east
};
inline constexpr std::array<NamedZone, 17> kZones{{{"UTC", 0},
                                                   {"GMT", 0},
                                                   {"Z", 0},
                                                   {"EST", -5},
                                                   {"EDT", -4},
                                                   {"CST", -6},
                                                   {"CDT", -5},
                                                   {"MST", -7},
                                                   {"MDT", -6},
                                                   {"PST", -8},
                                                   {"PDT", -7},
                                                   {"WET", 0},
                                                   {"WEST", 1},
                                                   {"CET", 1},
                                                   {"CEST", 2},
                                                   {"EET", 2},
                                                   {"EEST", 3}}};
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
    if (c == ' ') return blanks();
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
  // letters: A and P alone will do, as behind minutes.
  bool meridiem(bool letters, DateFields& out) {
    for (const std::string_view form : {"A.M.", "P.M.", "AM", "PM", "A", "P"}) {
      if (!letters && form.size() == 1) continue;
      if (!starts_with(rest_, form) || (form.back() != '.' && is_letter_at(form.size()))) continue;
      out.meridiem = take(form.size());
      out.afternoon = lower(form[0]) == 'p';
      return true;
    }
    return false;
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
    out.fraction_mark = rest_[0];
    rest_.remove_prefix(1);
    return fraction(out);
  }
  bool zone(DateFields& out) {
    const std::string_view start = rest_;
    if (!named_zone(out) && !offset(2, out)) return false;
    const std::size_t close = rest_.starts_with('[') ? rest_.find(']') : std::string_view::npos;
    if (close != std::string_view::npos) rest_.remove_prefix(close + 1);  // as Java writes the region
    out.zone = start.substr(0, start.size() - rest_.size());
    return true;
  }
  // Digits that come next.
  std::size_t digits() const { return std::min(rest_.find_first_not_of("0123456789"), rest_.size()); }
  std::size_t left() const { return rest_.size(); }

 private:
  bool is_letter_at(std::size_t place) const {
    return place < rest_.size() && lower(rest_[place]) >= 'a' && lower(rest_[place]) <= 'z';
  }
  bool blanks() {
    const std::size_t before = rest_.size();
    while (!rest_.empty()) {
      const std::size_t size = rest_[0] == ' ' ? 1 : wide_blank_at_front(rest_);
      if (size == 0) break;
      rest_.remove_prefix(size);
    }
    return rest_.size() < before;
  }
  bool named_zone(DateFields& out) {
    const auto* const zone = std::ranges::find_if(kZones, [&](const NamedZone& each) {
      return starts_with(rest_, each.name) && !is_letter_at(each.name.size());
    });
    if (zone == kZones.end()) return false;
    out.offset = zone->hours * 3600;
    take(zone->name.size());
    const bool more =
        zone->hours == 0 && rest_.size() > 1 && (rest_[0] == '+' || rest_[0] == '-') && is_digit(rest_[1]);
    return !more || offset(1, out);
  }
  // Hours of at least `least` digits, and minutes.
  bool offset(std::size_t least, DateFields& out) {
    if (rest_.empty() || (rest_[0] != '+' && rest_[0] != '-')) return false;
    const int sign = take(1) == "-" ? -1 : 1;
    int hours = 0, minutes = 0;
    if (!number(least, 2, hours)) return false;
    const bool colon = literal(':');
    if (!number(2, 2, minutes) && colon) return false;
    if (hours > 15 || minutes > 59) return false;
    out.offset = sign * (hours * 3600 + minutes * 60);
    return true;
  }
  std::string_view take(std::size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  std::string_view rest_;
};

}  // namespace ballast::tabular
