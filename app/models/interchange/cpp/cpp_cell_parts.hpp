// The parts of an exported C++ file that read cells: text to the numbers that scores() takes, as
// engine/tabular/cells/csv_cells.cpp reads them, in C++17 and without the library.
#pragma once

namespace ballast::app {

inline constexpr const char* kCppCells = R"part(
// With from_chars of double in the standard library:
#if defined(__cpp_lib_to_chars) || (defined(__GNUC__) && __GNUC__ >= 11) || defined(_MSC_VER)
inline std::string_view trimmed(std::string_view text) {
  // Spaces, tabs, returns; then, in UTF-8, blanks that break no line, of other widths, and of none.
  const std::string_view blanks[] = {" ", "\t", "\r", "\xc2\xa0", "\xe2\x80\x87", "\xe2\x80\x89", "\xe2\x80\xaf",
                                     "\xe3\x80\x80", "\xe2\x80\x8b", "\xef\xbb\xbf"};
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view blank : blanks) {
      const std::size_t size = blank.size();
      if (text.size() >= size && text.substr(text.size() - size) == blank) text.remove_suffix(size), again = true;
      if (text.substr(0, size) == blank) text.remove_prefix(size), again = true;
    }
  }
  return text;
}

// Whether a number that from_chars finds out of range is too large, not too small: by its first digit but zero.
inline bool is_huge(std::string_view number) {
  long digits = 0, exponent = 0;  // digits: before the point from that digit on, or zeros behind it, negative
  bool point = false, found = false;
  std::size_t at = 0;
  for (; at < number.size() && number[at] != 'e' && number[at] != 'E'; ++at) {
    const char c = number[at];
    if (c == '.') point = true;
    if (c >= '1' && c <= '9') found = true;
    if (c >= '0' && c <= '9' && (point ? !found : found)) digits += point ? -1 : 1;
  }
  const bool below = number.substr(at).size() > 1 && number[at + 1] == '-';
  for (++at; at < number.size(); ++at) {
    if (number[at] >= '0' && number[at] <= '9' && exponent < 100000000) exponent = 10 * exponent + (number[at] - '0');
  }
  return digits + (below ? -exponent : exponent) > 0;
}

// The whole of a cell as a number. False if it is none, or beyond double.
inline bool number_of(std::string_view text, double& number) {
  text = trimmed(text);
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec == std::errc::result_out_of_range && read.ptr == end) {
    number = 0;
    return !is_huge(text);
  }
  return read.ec == std::errc() && read.ptr == end && std::isfinite(number);
}

// What a word that says yes or no is: which pair it is of (true and false, t and f, yes and no, y and n, 1 and 0), or
// -1, and what it says. In any case of letters.
struct Truth {
  int pair;
  bool yes;
};

inline Truth truth_of(std::string_view text) {
  const char* const words[][2] = {{"false", "true"}, {"f", "t"}, {"no", "yes"}, {"n", "y"}};
  const auto is = [&](std::string_view word) {
    return std::equal(text.begin(), text.end(), word.begin(), word.end(),
                      [](char c, char low) { return (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) == low; });
  };
  for (int pair = 0; pair < 4; ++pair) {
    for (int yes = 0; yes < 2; ++yes) {
      if (is(words[pair][yes])) return {pair, yes == 1};
    }
  }
  double number = 0;
  const bool digit = number_of(text, number) && (number == 0 || number == 1);
  return {digit ? 4 : -1, number == 1};
}

// Of two labels that say yes and no, the one that the text is another spelling of; else `last`.
inline const char* const* same_truth(const char* const* first, const char* const* last, std::string_view text) {
  if (last - first != 2) return last;
  const Truth a = truth_of(first[0]), b = truth_of(first[1]), said = truth_of(text);
  if (a.pair < 0 || a.pair != b.pair || a.yes == b.yes || said.pair < 0) return last;
  if (said.pair != a.pair && (said.pair % 4 != 0 || a.pair % 4 != 0)) return last;  // true and 1, false and 0
  return said.yes == a.yes ? first : first + 1;
}

// Whether the text between a cell's quotes, its doubled quotes made single, is this.
inline bool equal_unquoted(std::string_view text, std::string_view label) {
  std::size_t at = 0;
  for (const char c : label) {
    if (at == text.size() || text[at] != c) return false;
    at += c == '"' && at + 1 < text.size() && text[at + 1] == '"' ? 2 : 1;
  }
  return at == text.size();
}

// The number that a label writes, unless it is a code: 1E2, or digits that a number does not keep. False if none.
inline bool number_written(std::string_view text, double& number) {
  if (!number_of(text, number) || text.find_first_of("eE") != std::string_view::npos) return false;
  return std::fabs(number) < 9007199254740992.0;
}

// Whether labels are versions, and no numbers: 1.1, 1.2, ... 1.10.
inline bool are_versions(const char* const* first, const char* const* last) {
  std::size_t length = 0;
  bool differ = false, end_in_zero = false;
  double number = 0;
  for (; first != last; ++first) {
    const std::string_view label(*first);
    const std::size_t point = label.find('.');
    if (point == std::string_view::npos || point + 1 == label.size() || !number_of(label, number)) continue;
    const std::size_t decimals = label.size() - point - 1;
    differ = differ || (length != 0 && length != decimals);
    length = decimals;
    end_in_zero = end_in_zero || (length > 1 && label.back() == '0');
  }
  return differ && end_in_zero;
}

// The number of a label: of the same text, else of the one label that writes the same number (12.0 for 12), else of the
// one that says yes or no as it does (TRUE for True), else NaN.
inline double label_of(std::size_t feature, std::string_view text, bool quoted) {
  const char* const* const first = kLabels + kFirstLabel[feature];
  const char* const* const last = kLabels + kFirstLabel[feature + 1];
  const auto same = [&](const char* label) { return quoted ? equal_unquoted(text, label) : text == label; };
  const char* const* at = last;
  if (quoted && text.find('"') != std::string_view::npos) {
    at = std::find_if(first, last, same);
  } else {
    at = std::lower_bound(first, last, text, [](const char* label, std::string_view sought) { return label < sought; });
    if (at != last && text != *at) at = last;
  }
  double number = 0, other = 0;
  if (at == last && number_written(text, number) && !are_versions(first, last)) {
    const auto means = [&](const char* label) {
      return !is_missing(label) && number_written(label, other) && other == number;
    };
    at = std::find_if(first, last, means);
    if (at != last && std::find_if(at + 1, last, means) != last) at = last;
  }
  if (at == last) at = same_truth(first, last, text);
  return at == last ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(at - first);
}

// One cell as it stands in a CSV file as the number that scores() takes, as `ballast predict` reads it: spaces around
// it are dropped, and words for missing cells, such as NA, are missing, unless quotes stand around. A label never seen
// counts as missing. False if the cell holds no number where one is expected.
inline bool encode(std::size_t feature, std::string_view cell, double& out) {
  cell = trimmed(cell);
  const bool quoted = cell.size() > 1 && cell.front() == '"' && cell.back() == '"';
  if (quoted) cell = cell.substr(1, cell.size() - 2);
  out = std::numeric_limits<double>::quiet_NaN();
  if (kFirstLabel[feature] != kFirstLabel[feature + 1]) {
    if (quoted || !is_missing(cell)) out = label_of(feature, cell, quoted);
    return true;
  }
  if (is_missing(trimmed(cell))) return true;
  if (number_of(cell, out)) return true;
  const Truth truth = truth_of(trimmed(cell));
  out = truth.yes ? 1 : 0;
  return kZeroOne[feature] && truth.pair == 0;
}

// kFeatures cells in the order of kFeatureNames. False as encode() of one.
inline bool encode(const std::string_view* cells, double* x) {
  for (std::size_t feature = 0; feature < kFeatures; ++feature) {
    if (!encode(feature, cells[feature], x[feature])) return false;
  }
  return true;
}
)part";

inline constexpr const char* kCppNoCells = R"part(
// Cells are not read here, since some are dates, or numbers or missing values in a way of their own. The parts of dates
// are numbers of x, each under its name: seconds since 1970 (elapsed), and in the zone of the column the hour with its
// fraction, the weekday from Monday, 0, the day, the month.
)part";

inline constexpr const char* kCppScoreCells = R"part(
// The probability of kClassNames[1] from kFeatures cells in the order of kFeatureNames. False as encode().
inline bool score(const std::string_view* cells, float& probability) {
  double x[kFeatures];
  if (!encode(cells, x)) return false;
  probability = score(x);
  return true;
}
)part";

inline constexpr const char* kCppScoresCells = R"part(
// The probability of each of kClassNames from kFeatures cells in the order of kFeatureNames. False as encode().
inline bool scores(const std::string_view* cells, float* out) {
  double x[kFeatures];
  if (!encode(cells, x)) return false;
  scores(x, out);
  return true;
}
)part";

}  // namespace ballast::app
