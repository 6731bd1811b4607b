// The proleptic Gregorian calendar: days since 1970-01-01 to year, month and day, and back.
// Source: Hinnant, "chrono-compatible low-level date algorithms" (2013): years begin in March, so that the leap day is
// the last of its year, and every 400 years are 146,097 days.
#pragma once

#include <cstdint>

namespace ballast::tabular {

inline constexpr std::int64_t kSecondsPerDay = 86400;

struct CivilDay {
  std::int64_t year = 1970;
  int month = 1, day = 1;  // from 1
};

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);  // b > 0
}

constexpr bool is_leap_year(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr int days_in_month(std::int64_t year, int month) {
  if (month == 2) return is_leap_year(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

constexpr std::int64_t days_from_civil(const CivilDay& civil) {
  const std::int64_t year = civil.year - (civil.month <= 2 ? 1 : 0);
  const std::int64_t era = floor_div(year, 400), year_of_era = year - 400 * era;
  const std::int64_t day_of_year = (153 * (civil.month + (civil.month > 2 ? -3 : 9)) + 2) / 5 + civil.day - 1;
  return 146097 * era + 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

constexpr CivilDay civil_from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = floor_div(days, 146097), day_of_era = days - 146097 * era;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t from_march = (5 * day_of_year + 2) / 153;
  const int month = static_cast<int>(from_march < 10 ? from_march + 3 : from_march - 9);
  return {400 * era + year_of_era + (month <= 2 ? 1 : 0), month,
          static_cast<int>(day_of_year - (153 * from_march + 2) / 5 + 1)};
}

// 0 is Monday.
constexpr int weekday_of(std::int64_t days) {
  return static_cast<int>(days + 3 - 7 * floor_div(days + 3, 7));
}

}  // namespace ballast::tabular
