// Points that may part thousands: 2.273 may be a little more than two, or more than two thousand. One number does not
// tell; a column and its file often do (csv_styles.hpp). Internal to engine/tabular.
#pragma once

#include <string_view>

namespace ballast::tabular::csv {

// What the numbers of a column have shown so far.
struct PointUses {
  bool either = false;   // 2.273: one to three digits, the first no zero, a point and three more
  bool decimal = false;  // any other point, as in 0.512 and 12.5
  bool small = false;    // without a point, below 1000
  bool large = false;    // without one, and no smaller: thousands that nothing parts
  const char* first_either = nullptr;

  void add(std::string_view number);
  // Whether points may part thousands in all of them.
  bool may_be_grouped() const { return either && !decimal && !large; }
};

// Whether one number is like 2.273.
bool has_grouped_point(std::string_view number);

}  // namespace ballast::tabular::csv
