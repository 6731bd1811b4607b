// One figure of a comparison: what it is called, which way is better, and its value for the synthetic rows, beside the
// same for a floor and a ceiling, without which no figure means anything.
//
//   floor     the real columns, each shuffled by itself: all of every column, nothing of what ties them together
//   ceiling   another sample of the real rows: what a perfect generator would get
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "app/study/proportions.hpp"

namespace ballast::app::fidelity {

inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

struct Value {
  double value = kUnknown;                // NaN: not known here
  std::optional<Interval> interval = {};  // two-sided 95 %
};

enum class Better : std::uint8_t { higher, lower, as_ceiling };
std::string to_string(Better better);

enum class Group : std::uint8_t { validity, columns, together, utility, privacy };
std::string to_string(Group group);

struct Figure {
  std::string id;    // "pair_trends", as summary.json has it
  std::string name;  // "pair trends"
  Group group = Group::validity;
  Better better = Better::higher;
  Value synthetic = {}, floor = {}, ceiling = {};
};

// A share of counted rows, with Wilson's interval.
Value share(std::size_t hits, std::size_t rows);

}  // namespace ballast::app::fidelity
