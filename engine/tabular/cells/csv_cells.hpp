// The grammar of one CSV cell, shared by the passes over a file: where it ends, what it says, whether it is a number.
// Internal to engine/tabular.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ballast::tabular::csv {

// What separates cells, and what stands before the decimals of a number.
struct Marks {
  char delimiter = ',';
  char decimal = '.';
};

enum class CellFault : std::uint8_t { none, unclosed_quote, stray_quote, text_after_quote, lone_return };

// One cell as it stands in the file, without surrounding spaces and quotes.
struct Cell {
  std::string_view text;  // between the quotes, doubled quotes still doubled
  bool quoted = false;
  bool escaped = false;        // has doubled quotes
  const char* next = nullptr;  // the delimiter, line feed or end behind the cell; with a fault, the place of the fault
  CellFault fault = CellFault::none;
};

// The cell that starts at `at`. Quoted cells may hold delimiters and line breaks. Carriage returns end a row with the
// line feed behind them; alone they are a fault.
Cell take_cell(const char* at, const char* end, char delimiter = ',');

// Blanks surround cells without being part of them: spaces, and tabs where they do not delimit.
inline bool is_blank(char c, char delimiter) {
  return (c == ' ' || c == '\t') && c != delimiter;
}

// The line feed or end behind the line at `at` if the line is empty but for blanks, else nullptr.
const char* end_of_blank_line(const char* at, const char* end, char delimiter);

// Without Ctrl-Z at its end, which says there that the text of a DOS file ends.
inline std::string_view without_end_mark(std::string_view text) {
  while (text.ends_with('\x1a')) text.remove_suffix(1);
  return text;
}

// Whether a record is delimiters, blanks and empty quotes alone.
// Spreadsheets leave such rows behind the last one; there they are no rows.
bool is_empty_row(std::string_view record);
// The size of a text of rows without those at its end, and its end mark; adds how many they are to `empty_rows`.
std::size_t size_without_empty_rows(std::string_view text, std::size_t& empty_rows);
// "d.csv: 3 rows at the end hold delimiters alone, and are passed over".
std::string empty_rows_note(const std::string& name, std::size_t empty_rows);

// The text with doubled quotes made single.
std::string unescaped(const Cell& cell);

// A whole number with zeros in front, such as 007: a code, which a number would not keep.
bool is_zero_padded(std::string_view text);
// A whole number beyond 2^53 of more digits than its double writes again, such as 12345678901234567370.
bool loses_digits(std::string_view text, double value);

enum class NumberKind : std::uint8_t { number, beyond_double, not_a_number };
struct Number {
  NumberKind kind;
  double value;  // NaN unless kind is number
};

// What a trimmed cell says: the correctly rounded double (std::from_chars), with a leading '+' allowed.
Number parse_number(std::string_view text, char decimal = '.');

std::string_view without_blanks(std::string_view text);

// The fast way for plain short decimals such as -1.3598071, in quotes or not: reads [-]digits[.digits] at `at` and
// gives the place behind it, where the cell ends, or nullptr when the cell is anything else, or has zeros in front
// (then take_cell and parse_number decide). Exact: a significand below 2^53 divided by a power of ten up to 10^22, both
// exact doubles, is rounded once (Clinger 1990).
inline const char* parse_short_decimal(const char* at, const char* end, double& value, Marks marks = {}) {
  static constexpr double kPowersOfTen[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                            1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  static constexpr std::uint64_t kExact = std::uint64_t{1} << 53;
  static constexpr std::ptrdiff_t kMostDigits = 19;  // 10^19 - 1 fits 64 bits
  const bool quoted = at != end && *at == '"';
  at += quoted;
  const bool negative = at != end && *at == '-';
  const char* p = at + negative;
  const char* const first = p;
  std::uint64_t significand = 0;
  const auto digits = [&] {
    for (; p != end; ++p) {
      const auto digit = static_cast<unsigned char>(*p - '0');
      if (digit > 9) break;
      significand = 10 * significand + digit;  // may wrap past 19 digits: refused below
    }
  };
  digits();
  std::ptrdiff_t count = p - first, decimals = 0;
  if (count > 1 && *first == '0') return nullptr;
  if (p != end && *p == marks.decimal) {
    const char* const point = p++;
    digits();
    decimals = p - point - 1;
    count += decimals;
  }
  if (count == 0 || count > kMostDigits || significand > kExact) return nullptr;
  if (quoted && (p == end || *p++ != '"')) return nullptr;
  if (p != end && *p == '\r') ++p;
  if (p != end && *p != '\n' && (*p != marks.delimiter || p[-1] == '\r')) return nullptr;
  const double magnitude = static_cast<double>(significand) / kPowersOfTen[decimals];
  value = negative ? -magnitude : magnitude;
  return p;
}

}  // namespace ballast::tabular::csv
