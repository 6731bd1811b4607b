// Numbers of a later file that are not written as they were
// learned: the same number where that is plain, else an Error.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/tabular/cells/number_style.hpp"

namespace ballast::tabular {

// How 55 % is written by the one of two files that writes no percent signs.
enum class PercentAs : std::uint8_t { unsaid, whole, fraction };  // 55 or 0.55

// `found`, of a later file, as it gives the numbers that were learned in the style `learned`: a currency may be left
// out. Throws Error (without a place) on another unit, on one other than a currency where there was none, and on a
// percent sign in one of the two alone, unless `percent` says what the other writes.
NumberStyle style_for(NumberStyle found, const NumberStyle& learned, PercentAs percent);

// The decimal mark that a number shows by itself: . of 12.5 and of 1,234.5; 0 of 12, of 1,234, which has either, and of
// what is no number.
char shown_decimal(std::string_view text);

// The numbers of rows that arrive one by one. The first rows settle the decimal mark: it may be another than was
// learned as long as no cell of an earlier row has a point or a comma, since these would mean other numbers.
class StreamStyle {
 public:
  // may_differ: from what was learned, in the decimal mark.
  StreamStyle(bool may_differ, PercentAs percent) : may_differ_(may_differ), percent_(percent) {}

  void begin_row() { settled_ = settled_ || (marked_ && other_ == 0); }
  // Whether a cell is to be read as it was learned.
  bool is_learned(std::string_view text) {
    if (settled_) return true;
    const bool marked = text.find_first_of(".,") != std::string_view::npos;
    marked_ = marked_ || marked;
    return other_ == 0 || !marked;
  }
  // Whether the mark is still to be seen in a row: then, before its cells are read, what cells show is told.
  bool is_open() const { return may_differ_ && !settled_ && other_ == 0; }
  // other: the mark where it is not as learned, or 0.
  void settle(char other) {
    other_ = other;
    settled_ = other == 0;
  }
  // The style of a cell that is not, or reads as nothing; nothing if no style reads it.
  // Throws Error where two styles do, and as style_for.
  std::optional<NumberStyle> style(std::string_view text, const NumberStyle& learned) const;

 private:
  bool may_differ_;
  PercentAs percent_;
  bool marked_ = false;   // a point or comma has been seen
  bool settled_ = false;  // as learned
  char other_ = 0;        // that is not as learned
};

}  // namespace ballast::tabular
