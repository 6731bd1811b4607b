#include "engine/error.hpp"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <utility>
#include <vector>

#include "engine/quoting.hpp"

namespace ballast {
namespace {

// At most `longest` characters.
std::string printable(std::string_view text, std::size_t longest) {
  return one_line(text.substr(0, longest)) + (text.size() > longest ? "..." : "");
}

char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

}  // namespace

Error::Error(std::string what_happened) : what_(std::move(what_happened)) {
  compose();
}

Error& Error::in(std::string file, std::size_t line, std::size_t column) {
  file_ = std::move(file);
  line_ = line;
  column_ = column;
  compose();
  return *this;
}

Error& Error::expected(std::string text) {
  expected_ = std::move(text);
  compose();
  return *this;
}

Error& Error::got(std::string_view text) {
  static constexpr std::size_t kLongestCell = 60;
  got_ = std::string(1, '\'').append(printable(text, kLongestCell)).append(1, '\'');
  compose();
  return *this;
}

Error& Error::hint(std::string text) {
  hint_ = std::move(text);
  compose();
  return *this;
}

void Error::compose() {
  static constexpr std::size_t kLongest = 1000;  // names come from files too
  message_.clear();
  if (!file_.empty()) {
    message_ += file_ == "-" ? "standard input" : printable(file_, file_.size());
    if (line_ != 0) message_ += ':' + std::to_string(line_);
    if (column_ != 0) message_ += ':' + std::to_string(column_);
    message_ += ": ";
  }
  message_ += printable(what_, kLongest);
  if (!expected_.empty()) message_.append("; expected ").append(printable(expected_, kLongest));
  if (!got_.empty()) message_.append(expected_.empty() ? "; got " : ", got ").append(got_);
  if (!hint_.empty()) message_.append(" (hint: ").append(printable(hint_, kLongest)).append(")");
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1), above(b.size() + 1), above_that(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    above_that.swap(above);
    above.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool equal = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (equal ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], above_that[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::size_t name_distance(std::string_view word, std::string_view candidate) {
  constexpr std::size_t kShortest = 2;  // letters of a prefix
  constexpr std::size_t kEdited = 500;  // what is no prefix comes after all that is
  const auto begins = [](std::string_view text, std::string_view start) {
    return start.size() >= kShortest && text.size() >= start.size() &&
           std::ranges::equal(text.substr(0, start.size()), start, {}, lower, lower);
  };
  if (word.size() == candidate.size() && begins(candidate, word)) return 0;
  if (begins(candidate, word)) return std::min(candidate.size() - word.size(), kEdited - 1);
  if (begins(word, candidate) && 2 * candidate.size() >= word.size()) return word.size() - candidate.size();
  const std::size_t distance = edit_distance(word, candidate);
  return distance <= (word.size() + 1) / 3 ? kEdited + distance : kFar;
}

}  // namespace ballast
