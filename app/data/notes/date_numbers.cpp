#include "app/data/notes/date_numbers.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>

#include "engine/quoting.hpp"
#include "engine/tabular/dates/date_format.hpp"

namespace ballast::app {
namespace {

constexpr int kFirstYear = 1900, kLastYear = 2099;

bool reads(const tabular::DateFormat& format, double cell) {
  char text[24];
  const auto end = std::to_chars(text, std::end(text), static_cast<long long>(cell)).ptr;
  const auto fields = format.fields({text, static_cast<std::size_t>(end - text)});
  return fields && fields->year >= kFirstYear && fields->year <= kLastYear;
}

// Years of two digits turn with the century: 99 is before 01.
bool in_one_half(std::span<const double> cells) {
  constexpr double kFirstOf1969 = 690'000;
  const auto early = [](double cell) { return cell < kFirstOf1969; };
  return std::ranges::all_of(cells, early) || std::ranges::none_of(cells, early);
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
  const auto all = [&](const auto& test) { return std::ranges::all_of(cells, test); };
  if (cells.empty()) return {};
  if (all(month_point_year)) return {{"%m.%Y"}, false};
  if (!all([](double cell) { return std::trunc(cell) == cell && cell > 0 && cell < kMost; })) return {};
  const auto fit = [&](std::initializer_list<const char*> formats) {
    std::vector<std::string> out;
    for (const char* text : formats) {
      const std::string cut = std::string(text).erase(1, 1);  // no zero in front is lost
      const tabular::DateFormat format(text);
      if (!all([&](double cell) { return reads(format, cell); })) continue;
      const tabular::DateFormat padded(cut);
      out.emplace_back(all([&](double cell) { return reads(padded, cell); }) ? cut : text);
    }
    return out;
  };
  for (const char* rising : {"%Y%m%d", "%Y%m%d%H%M%S", "%Y%m%d%H%M", "%Y%m"}) {
    const tabular::DateFormat format(rising);
    if (all([&](double cell) { return reads(format, cell); })) return {{rising}};
  }
  DateNumbers out{fit({"%-d%m%Y", "%-m%d%Y"}), false};
  if (out.formats.empty() && cells.size() >= kEnoughShort) out.formats = fit({"%-y%m%d", "%-d%m%y", "%-m%d%y"});
  const bool year_first = out.formats.size() == 1 && out.formats[0].ends_with("y%m%d");
  out.ordered = out.formats.empty() || (year_first && in_one_half(cells));
  return out;
}

std::string typed_dates(const std::string& column, std::span<const std::string> formats) {
  std::string out;
  for (const std::string& format : formats) {
    out += (out.empty() ? "" : " or ") + typed_option("--date", column + "=" + format);
  }
  return out;
}

}  // namespace ballast::app
