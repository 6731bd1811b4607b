// Range: what a number may be. A learner's option has one range, which its own check, the program's parser and its help
// all read.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace ballast {

struct Range {
  double low = 0, high = std::numeric_limits<double>::infinity();  // no limit above
  bool low_open = false, high_open = false;                        // whether the limit itself is left out
  bool whole = false;                                              // whole numbers alone

  // Finite numbers only.
  constexpr bool holds(double value) const {
    return (low_open ? value > low : value >= low) && (high_open ? value < high : value <= high) &&
           value <= std::numeric_limits<double>::max();
  }
  std::string limits() const;  // "from 1 to 10", "above 0, at most 1", "between 0 and 1, ends excluded", "at least 0"
  std::string text() const;    // "a whole number from 1 to 10", "a number of at least 0"
  // Throws Error that names `what` unless the range holds the value.
  void require(std::string_view what, double value) const;

  friend constexpr bool operator==(const Range&, const Range&) = default;
};

constexpr Range whole_range(std::uint64_t low, std::uint64_t high) {
  return {static_cast<double>(low), static_cast<double>(high), false, false, true};
}
constexpr Range whole_at_least(std::uint64_t low) {
  return {.low = static_cast<double>(low), .whole = true};
}
constexpr Range closed_range(double low, double high) {
  return {low, high};
}
constexpr Range open_range(double low, double high) {
  return {low, high, true, true};
}
// low < value <= high.
constexpr Range above(double low, double high = std::numeric_limits<double>::infinity()) {
  return {.low = low, .high = high, .low_open = true};
}

}  // namespace ballast
