#include "engine/tabular/dates/date_format.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "engine/error.hpp"
#include "engine/tabular/dates/calendar.hpp"

namespace ballast::tabular {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sunday"};
constexpr std::size_t kShortName = 3;
constexpr std::string_view kCodes = "YymdbBaAHIpPMSfz";
constexpr std::string_view kTwoDigits = "ymdHIMS";
constexpr double kMicroseconds = 1e6;
constexpr int kCentury = 2000, kFirstOfTwoDigits = 69;  // as POSIX reads %y

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

bool starts_with(std::string_view text, std::string_view start) {
  return text.size() >= start.size() &&
         std::equal(start.begin(), start.end(), text.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

// Reads one cell from left to right; every function says whether what it looks for stood there.
class Scanner {
 public:
  explicit Scanner(std::string_view rest) : rest_(rest) {}

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

// A number of two digits, or of one where no digit follows.
bool read_number(Scanner& cell, char code, bool fixed, DateFields& fields, int& out) {
  const std::size_t before = cell.left();
  if (!cell.number(fixed ? 2 : 1, 2, out)) return false;
  if (before - cell.left() == 1) fields.unpadded |= std::uint64_t{1} << (code - 'A');
  return true;
}

bool is_possible(const DateFields& f) {
  return f.year >= 1 && f.year <= 9999 && f.month >= 1 && f.month <= 12 && f.day >= 1 &&
         f.day <= days_in_month(f.year, f.month) && f.hour <= 23 && f.minute <= 59 && f.second <= 59;
}

void put_number(int value, bool unpadded, std::string& out) {
  if (value < 10 && !unpadded) out += '0';
  out += std::to_string(value);
}

void put_name(std::string_view name, bool in_capitals, std::string& out) {
  for (const char c : name) out += in_capitals ? upper(c) : c;
}

void put_fraction(int microsecond, int digits, std::string& out) {
  char text[16];
  std::snprintf(text, sizeof text, "%06d000", microsecond);
  out.append(text, static_cast<std::size_t>(digits));
}

void put_optional_fraction(int microsecond, std::string& out) {
  if (microsecond == 0) return;
  out += '.';
  put_fraction(microsecond, 6, out);
  while (out.back() == '0') out.pop_back();
}

DateFields fields_of(std::int64_t microseconds) {
  const std::int64_t seconds = floor_div(microseconds, 1000000), days = floor_div(seconds, kSecondsPerDay);
  const CivilDay civil = civil_from_days(days);
  const int of_day = static_cast<int>(seconds - days * kSecondsPerDay);
  DateFields out;
  out.year = static_cast<int>(civil.year);
  out.month = civil.month;
  out.day = civil.day;
  out.hour = of_day / 3600;
  out.minute = of_day / 60 % 60;
  out.second = of_day % 60;
  out.microsecond = static_cast<int>(microseconds - seconds * 1000000);
  return out;
}

Error bad_format(const std::string& text, const std::string& why) {
  return Error("'" + text + "' is no format of dates: " + why)
      .hint("such as %Y-%m-%d, %d/%m/%Y %H:%M or %m/%d/%Y %I:%M %p");
}

}  // namespace

double seconds_of(const DateFields& f) {
  const std::int64_t days = days_from_civil({f.year, f.month, f.day});
  const std::int64_t seconds = days * kSecondsPerDay + f.hour * 3600 + f.minute * 60 + f.second - f.offset;
  return static_cast<double>(seconds * 1000000 + f.microsecond) / kMicroseconds;
}

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
      Scanner scanner(zone_);
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

void DateFormat::check() const {
  const bool month = has('m') || has('b') || has('B'), twelve = has('I'), hour = has('H') || twelve;
  if (has_year() && !month) throw bad_format(text_, "a year needs a month");
  if (!has_year() && (month || has('d') || !hour)) throw bad_format(text_, "there is no year");
  if (twelve != (has('p') || has('P'))) throw bad_format(text_, "%I and %p need each other");
  if ((has('M') && !hour) || (has('S') && !has('M')) || (has('f') && !has('S')) || (has('z') && !hour)) {
    throw bad_format(text_, "minutes need hours, and seconds minutes");
  }
}

std::optional<DateFields> DateFormat::fields(std::string_view cell) const {
  Scanner at(cell);
  DateFields out;
  std::string_view weekday;
  int ignored = 0;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const Item& item = items_[i];
    const auto number = [&](int& field) { return read_number(at, item.code, item.fixed, out, field); };
    bool good = false;
    switch (item.code) {
      case 0:
        good = at.literal(item.literal);
        break;
      case 'Y':
        good = at.number(4, 4, out.year);
        break;
      case 'y':
        good = at.number(2, 2, out.year);
        out.year += out.year < kFirstOfTwoDigits ? kCentury : kCentury - 100;
        break;
      case 'm':
        good = number(out.month);
        break;
      case 'd':
        good = number(out.day);
        break;
      case 'b':
      case 'B':
        good = at.name(kMonths, item.code == 'b', out.month, out.name);
        ++out.month;
        break;
      case 'a':
      case 'A':
        good = at.name(kWeekdays, item.code == 'a', ignored, weekday);
        break;
      case 'H':
        good = number(out.hour);
        break;
      case 'I':
        good = number(out.hour) && out.hour >= 1 && out.hour <= 12;
        out.hour %= 12;
        break;
      case 'p':
      case 'P':
        good = at.meridiem(out);
        out.hour += out.afternoon ? 12 : 0;
        break;
      case 'M':
        good = at.number(2, 2, out.minute);
        break;
      case 'S':
        good = at.number(2, 2, out.second);
        if (good && !fraction_follows(i)) good = at.optional_fraction(out);
        break;
      case 'f':
        good = item.digits == 0 ? at.optional_fraction(out) : at.fraction(out);
        break;
      default:
        good = at.zone(out);
        break;
    }
    if (!good) return std::nullopt;
  }
  if (!at.at_end() || !is_possible(out)) return std::nullopt;
  return out;
}

std::optional<double> DateFormat::read(std::string_view cell) const {
  const std::optional<DateFields> found = fields(cell);
  if (!found) return std::nullopt;
  return seconds_of(*found);
}

std::string DateFormat::write(double seconds) const {
  static constexpr std::int64_t kFirst = days_from_civil({1, 1, 1}) * kSecondsPerDay;
  static constexpr std::int64_t kLast = days_from_civil({10000, 1, 1}) * kSecondsPerDay - 1;
  const double here = std::clamp(seconds + offset_, static_cast<double>(kFirst), static_cast<double>(kLast));
  const DateFields f = fields_of(std::llround(here * kMicroseconds));
  const int weekday = weekday_of(days_from_civil({f.year, f.month, f.day}));
  const std::string_view month = kMonths[static_cast<std::size_t>(f.month - 1)];
  const std::string_view day_name = kWeekdays[static_cast<std::size_t>(weekday)];
  std::string out;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const Item& item = items_[i];
    switch (item.code) {
      case 0:
        out += item.literal;
        break;
      case 'Y': {
        char text[16];
        std::snprintf(text, sizeof text, "%04d", f.year);
        out += text;
        break;
      }
      case 'y':
        put_number(f.year % 100, false, out);
        break;
      case 'm':
        put_number(f.month, item.unpadded, out);
        break;
      case 'd':
        put_number(f.day, item.unpadded, out);
        break;
      case 'b':
        put_name(month.substr(0, kShortName), item.upper, out);
        break;
      case 'B':
        put_name(month, item.upper, out);
        break;
      case 'a':
        put_name(day_name.substr(0, kShortName), item.upper, out);
        break;
      case 'A':
        put_name(day_name, item.upper, out);
        break;
      case 'H':
        put_number(f.hour, item.unpadded, out);
        break;
      case 'I':
        put_number(f.hour % 12 == 0 ? 12 : f.hour % 12, item.unpadded, out);
        break;
      case 'p':
        out += f.hour < 12 ? "AM" : "PM";
        break;
      case 'P':
        out += f.hour < 12 ? "am" : "pm";
        break;
      case 'M':
        put_number(f.minute, false, out);
        break;
      case 'S':
        put_number(f.second, false, out);
        if (!fraction_follows(i)) put_optional_fraction(f.microsecond, out);
        break;
      case 'f':
        if (item.digits == 0) put_optional_fraction(f.microsecond, out);
        if (item.digits > 0) put_fraction(f.microsecond, item.digits, out);
        break;
      default:
        out += zone_.empty() ? "+00:00" : zone_;
        break;
    }
  }
  return out;
}

double DateFormat::resolution() const {
  if (has('f')) {
    const int digits = std::ranges::find(items_, 'f', &Item::code)->digits;
    return digits == 0 ? 1 / kMicroseconds : std::pow(10.0, -std::min(6, digits));
  }
  if (has('S')) return 1;
  if (has('M')) return 60;
  return has('H') || has('I') ? 3600 : static_cast<double>(kSecondsPerDay);
}

double DateFormat::nearest(double seconds) const {
  if (has_year() && !has('d')) return read(write(seconds)).value_or(seconds);  // the month that it lies in
  const double steps_a_second = 1 / std::min(1.0, resolution()), step = std::max(1.0, resolution());
  const double here = std::round((seconds + offset_) / step * steps_a_second) * step / std::round(steps_a_second);
  return read(write(here - offset_)).value_or(seconds);
}

}  // namespace ballast::tabular
