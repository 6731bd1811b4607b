// DateFormat: how the cells of a column write dates and times, in the words of strftime. A date is a number: seconds
// since 1970-01-01 00:00 UTC, exact to the microsecond until 2106; a cell without a zone is taken as UTC.
//
//   %Y 2019  %m 11  %d 20  %b Nov  %B November  %a Wed  %A Wednesday  %y 19 (1969 to 2068)
//   %H 09  %I 09 with %p AM or %P am  %M 30  %S 05 or 05.25  %3f three digits of a fraction (1 to 9; %f: 6)
//   %0f the fraction with its point, where there is one
//   %z a zone: Z, UTC, GMT, +02:00, +0200, +02, GMT+2, or a name of RFC 822 or of Europe such as EST and CET, with
//   [Region/City] behind it or not; written as UTC.  %z{+02:00}: the same, written in that zone.
//   %-d 1 and not 01 (also y, m, H, I)  %^b NOV  %% a percent sign; anything else stands for itself
//
// Reading takes numbers with and without a leading zero, names in any case of letters, a.m. and p for AM and PM, and
// any number of blanks for one. %-d%m%Y also reads seven digits, %-y%m%d five. Names are English.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::tabular {

// What one cell says, field by field, and how it is written.
struct DateFields {
  int year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, microsecond = 0;
  int offset = 0;                         // of the zone, seconds east
  bool afternoon = false;                 // PM
  std::uint64_t unpadded = 0;             // bits by code - 'A': numbers below 10 without a zero before them
  int fraction_digits = 0;                // as written
  char fraction_mark = '.';               // before them
  std::string_view name, meridiem, zone;  // of the month, AM or PM, and zone, as written

  bool is_unpadded(char code) const { return (unpadded >> (code - 'A') & 1) != 0; }
};

class DateFormat {
 public:
  // Throws Error on a code that is not above, on no date or time at all, and on %I without %p or the reverse.
  explicit DateFormat(std::string text);

  const std::string& text() const { return text_; }
  bool has(char code) const;                              // %d: also as %-d
  bool has_year() const { return has('Y') || has('y'); }  // else it is a time of day
  // Seconds east of UTC of the zone that cells are written in; 0 without one.
  int offset() const { return offset_; }

  // Seconds since 1970-01-01 UTC; nothing when the cell is written otherwise, or is no date: 30 February, 25 o'clock.
  std::optional<double> read(std::string_view cell) const;
  std::optional<DateFields> fields(std::string_view cell) const;

  // The cell that says `seconds`, cut down to what the format holds, and within the years 1 to 9999.
  std::string write(double seconds) const;
  // The nearest moment that the format can write: whole days, minutes, seconds.
  double nearest(double seconds) const;

 private:
  struct Item {
    char code = 0;  // 0: the literal
    char literal = 0;
    bool unpadded = false, upper = false, fixed = false;  // fixed: digits follow, so it has two itself
    int digits = 0;                                       // of a fraction; 0: with its point, if there is one
  };
  bool fraction_follows(std::size_t seconds) const;
  // Digits of the numbers from an item on that nothing stands between.
  std::size_t digits_from(std::size_t item) const;
  void check() const;
  double resolution() const;  // seconds between two moments that can be written

  std::string text_, zone_;  // zone_: as written; empty for UTC
  int offset_ = 0;
  std::vector<Item> items_;
};

// Seconds since 1970-01-01 UTC.
double seconds_of(const DateFields& fields);

}  // namespace ballast::tabular
