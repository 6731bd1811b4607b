#include "app/data/notes/date_numbers.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace ballast::app {
namespace {

constexpr std::int64_t kFirstYear = 1900, kLastYear = 2099;

bool is_day(std::int64_t year, std::int64_t month, std::int64_t day) {
  return year >= kFirstYear && year <= kLastYear && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool is_clock(std::int64_t hour, std::int64_t minute, std::int64_t second) {
  return hour < 24 && minute < 60 && second < 60;
}

// A whole number, by its parts of so many digits, the last part first.
std::vector<std::int64_t> cut(double cell, std::span<const std::int64_t> sizes) {
  std::vector<std::int64_t> out;
  auto rest = static_cast<std::int64_t>(cell);
  for (const std::int64_t size : sizes) {
    out.push_back(rest % size);
    rest /= size;
  }
  out.push_back(rest);
  return out;
}

using Test = bool (*)(double cell);

bool year_month_day(double cell) {
  constexpr std::int64_t kSizes[] = {100, 100};
  const auto part = cut(cell, kSizes);
  return is_day(part[2], part[1], part[0]);
}
bool year_month(double cell) {
  constexpr std::int64_t kSizes[] = {100};
  const auto part = cut(cell, kSizes);
  return is_day(part[1], part[0], 1);
}
bool with_minutes(double cell) {
  constexpr std::int64_t kSizes[] = {100, 100};
  const auto part = cut(cell, kSizes);
  return is_clock(part[1], part[0], 0) && year_month_day(static_cast<double>(part[2]));
}
bool with_seconds(double cell) {
  constexpr std::int64_t kSizes[] = {100};
  const auto part = cut(cell, kSizes);
  return part[0] < 60 && with_minutes(static_cast<double>(part[1]));
}
bool day_month_year(double cell) {
  constexpr std::int64_t kSizes[] = {10000, 100};
  const auto part = cut(cell, kSizes);
  return is_day(part[0], part[1], part[2]);
}
bool month_day_year(double cell) {
  constexpr std::int64_t kSizes[] = {10000, 100};
  const auto part = cut(cell, kSizes);
  return is_day(part[0], part[2], part[1]);
}

// 291124, 91124: of six digits, or five where a zero in front is lost. Two digits of a year are any.
bool short_day_month_year(double cell) {
  constexpr std::int64_t kSizes[] = {100, 100};
  const auto part = cut(cell, kSizes);
  return is_day(kFirstYear, part[1], part[2]);
}
bool short_month_day_year(double cell) {
  constexpr std::int64_t kSizes[] = {100, 100};
  const auto part = cut(cell, kSizes);
  return is_day(kFirstYear, part[2], part[1]);
}

// 11.2021: a month, a point and a year.
bool month_point_year(double cell) {
  constexpr double kFourDigits = 10000;
  const double month = std::trunc(cell), year = std::round((cell - month) * kFourDigits);
  return month >= 1 && month <= 12 && year >= static_cast<double>(kFirstYear) &&
         year <= static_cast<double>(kLastYear) && std::fabs(month + year / kFourDigits - cell) < 1e-9;
}

}  // namespace

DateNumbers date_numbers(std::span<const double> cells) {
  constexpr double kMost = 1e15;
  constexpr std::size_t kEnoughShort = 20;  // fewer may be so by chance
  const auto all = [&](Test test) { return std::ranges::all_of(cells, test); };
  if (cells.empty()) return {};
  if (all(month_point_year)) return {{"%m.%Y"}, false};
  if (!all([](double cell) { return std::trunc(cell) == cell && cell > 0 && cell < kMost; })) return {};
  if (all(year_month_day)) return {{"%Y%m%d"}};
  if (all(with_seconds)) return {{"%Y%m%d%H%M%S"}};
  if (all(with_minutes)) return {{"%Y%m%d%H%M"}};
  if (all(year_month)) return {{"%Y%m"}};
  DateNumbers out{{}, false};
  const bool lacks_zero = std::ranges::any_of(cells, [](double cell) { return cell < 1e7; });
  if (all(day_month_year)) out.formats.emplace_back(lacks_zero ? "%-d%m%Y" : "%d%m%Y");
  if (all(month_day_year)) out.formats.emplace_back(lacks_zero ? "%-m%d%Y" : "%m%d%Y");
  if (out.formats.empty() && cells.size() >= kEnoughShort) {
    const bool short_lacks_zero = std::ranges::any_of(cells, [](double cell) { return cell < 1e5; });
    if (all(short_day_month_year)) out.formats.emplace_back(short_lacks_zero ? "%-d%m%y" : "%d%m%y");
    if (all(short_month_day_year)) out.formats.emplace_back(short_lacks_zero ? "%-m%d%y" : "%m%d%y");
  }
  return out.formats.empty() ? DateNumbers{} : out;
}

}  // namespace ballast::app
