// Reading: one cell against the items of a format.
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/tabular/dates/calendar.hpp"
#include "engine/tabular/dates/date_format.hpp"
#include "engine/tabular/dates/date_scanner.hpp"

namespace ballast::tabular {
namespace {

constexpr int kCentury = 2000, kFirstOfTwoDigits = 69;  // as POSIX reads %y

// A number of two digits, or of one where no digit follows.
// lacks_zero: it has one although digits follow.
bool read_number(DateScanner& cell, char code, bool fixed, bool lacks_zero, DateFields& fields, int& out) {
  const std::size_t before = cell.left();
  if (!cell.number(fixed && !lacks_zero ? 2 : 1, lacks_zero ? 1 : 2, out)) return false;
  if (before - cell.left() == 1) fields.unpadded |= std::uint64_t{1} << (code - 'A');
  return true;
}

bool is_possible(const DateFields& f) {
  return f.year >= 1 && f.year <= 9999 && f.month >= 1 && f.month <= 12 && f.day >= 1 &&
         f.day <= days_in_month(f.year, f.month) && f.hour <= 23 && f.minute <= 59 && f.second <= 59;
}

}  // namespace

double seconds_of(const DateFields& f) {
  const std::int64_t days = days_from_civil({f.year, f.month, f.day});
  const std::int64_t seconds = days * kSecondsPerDay + f.hour * 3600 + f.minute * 60 + f.second - f.offset;
  return static_cast<double>(seconds * 1000000 + f.microsecond) / kMicroseconds;
}

std::optional<DateFields> DateFormat::fields(std::string_view cell) const {
  DateScanner at(cell);
  DateFields out;
  std::string_view weekday;
  int ignored = 0;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const Item& item = items_[i];
    const auto number = [&](int& field) {
      const bool lacks_zero = item.fixed && item.unpadded && at.digits() + 1 == digits_from(i);
      return read_number(at, item.code, item.fixed, lacks_zero, out, field);
    };
    bool good = false;
    switch (item.code) {
      case 0:
        good = at.literal(item.literal);
        break;
      case 'Y':
        good = at.number(4, 4, out.year);
        break;
      case 'y':
        good = item.unpadded ? number(out.year) : at.number(2, 2, out.year);
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
        good = at.meridiem(has('M'), out);
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

}  // namespace ballast::tabular
