// Writing: a moment in the words of a format, and the moments that a format can write.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "engine/tabular/dates/calendar.hpp"
#include "engine/tabular/dates/date_format.hpp"
#include "engine/tabular/dates/date_scanner.hpp"

namespace ballast::tabular {
namespace {

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
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

}  // namespace

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
        put_number(f.year % 100, item.unpadded, out);
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
