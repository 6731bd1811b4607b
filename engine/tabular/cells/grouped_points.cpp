#include "engine/tabular/cells/grouped_points.hpp"

#include <algorithm>

#include "engine/tabular/cells/csv_cells.hpp"

namespace ballast::tabular::csv {
namespace {

constexpr std::size_t kGroup = 3;  // digits

std::string_view unsigned_part(std::string_view number) {
  number = without_blanks(number);
  if (!number.empty() && (number[0] == '-' || number[0] == '+')) number.remove_prefix(1);
  return number;
}

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool has_grouped_point(std::string_view number) {
  number = unsigned_part(number);
  const std::size_t point = number.find('.');
  if (point == std::string_view::npos || point == 0 || point > kGroup || number[0] == '0') return false;
  return number.size() == point + 1 + kGroup && all_digits(number.substr(0, point)) &&
         all_digits(number.substr(point + 1));
}

void PointUses::add(std::string_view number) {
  if (has_grouped_point(number)) {
    if (!either) first_either = number.data();
    either = true;
  } else if (number.find('.') != std::string_view::npos) {
    decimal = true;
  } else {
    const std::string_view digits = unsigned_part(number);
    (digits.size() <= kGroup && all_digits(digits) ? small : large) = true;
  }
}

}  // namespace ballast::tabular::csv
