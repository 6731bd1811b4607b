// Error: what a user can cause, said in one line: what, where, expected, got, and a hint.
//
//   throw Error("not a number").in("cards.csv", 17, 3).expected("a number in column 'Amount'").got("abc")
//       .hint("--categorical Amount reads the column as text");
//
// prints as   cards.csv:17:3: not a number; expected a number in column 'Amount', got 'abc' (hint: ...)
// Our own mistakes are assertions, never an Error. Stopped is not a fault: an observer answered "stop".
#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>

namespace ballast {

class Error : public std::exception {
 public:
  explicit Error(std::string what_happened);

  // Where: a file, or a file with a line and a column (both from 1; 0 leaves them out).
  Error& in(std::string file, std::size_t line = 0, std::size_t column = 0);
  Error& expected(std::string text);
  // The offending text, quoted in the message; long or unprintable text is shortened and escaped.
  Error& got(std::string_view text);
  Error& hint(std::string text);

  // The whole message on one line.
  const char* what() const noexcept override { return message_.c_str(); }
  const std::string& file() const noexcept { return file_; }
  std::size_t line() const noexcept { return line_; }
  std::size_t column() const noexcept { return column_; }

 private:
  void compose();

  std::string what_, file_, expected_, got_, hint_, message_;
  std::size_t line_ = 0, column_ = 0;
};

// Thrown out of long work after an Observer answered "stop"; nothing has been written.
struct Stopped : std::exception {
  const char* what() const noexcept override { return "stopped"; }
};

// The candidate that `word` was probably meant to be: equal but for case, else one that begins with it or that it
// begins with, else the one with the smallest edit distance of at most a third of the word. Empty if none is near. For
// "did you mean".
template <class Names>
std::string_view nearest_name(std::string_view word, const Names& candidates);

// Letters to insert, delete, replace or swap with their neighbour (optimal string alignment), case ignored.
std::size_t edit_distance(std::string_view a, std::string_view b);

// How far a candidate is from the word, 0 if equal; kFar if it is no candidate at all.
inline constexpr std::size_t kFar = 1'000'000;
std::size_t name_distance(std::string_view word, std::string_view candidate);

template <class Names>
std::string_view nearest_name(std::string_view word, const Names& candidates) {
  std::string_view best;
  std::size_t best_distance = kFar;
  for (const auto& candidate : candidates) {
    const std::size_t distance = name_distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace ballast
