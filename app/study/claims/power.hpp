// Power: how small a gain a study could have seen, and what it would take to see one of a stated size.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace ballast::app {

struct StudyResult;

// Of PR-AUC, by the median error of the comparisons with `none` as the verdict judges them.
struct Power {
  double detectable = 0;  // the smallest difference that such a comparison could have seen (statistics.hpp)
  std::optional<std::size_t> repeats;  // that would see the effect asked for, if some number up to kMostRepeats does
  std::size_t positives = 0;           // of the data, that would see it in as many repeats as this study has
  double room = 1;                     // the most that a gain can be: what plain training leaves of 1
  bool sees_none() const { return detectable >= room; }
};
inline constexpr std::size_t kMostRepeats = 100;

// None of a single split, or where nothing differs. Repeats share their rows, so the corrected error falls no further
// than with sqrt(n_test / n_train); beyond that only rows help, with the root of their number. Windows of time are not
// repeated at will: there rows alone are told.
std::optional<Power> power_of(const StudyResult& result);

// 1,847 as 1,900: a figure of this kind is no better than that.
std::size_t two_digits(double value);

// "a gain of 0.010 in PR-AUC could hide here: --repeats 35 would show it"; empty without power.
std::string power_text(const StudyResult& result);

}  // namespace ballast::app
