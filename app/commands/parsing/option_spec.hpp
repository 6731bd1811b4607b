// OptionSpec: one row of the table of options, and all there is to know of an option. The parser checks by it, and
// help, man page and shell completions are made of it.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/range.hpp"

namespace ballast::app {

// What holds where an option is not given: nothing, a text, or a number; or it has to be given (kRequired).
class Default {
 public:
  static constexpr Default required() {
    Default out;
    out.kind_ = Kind::required;
    return out;
  }
  constexpr Default(const char* text = "") : text_(text) {}
  constexpr Default(std::floating_point auto number) : number_(number), kind_(Kind::real) {}
  constexpr Default(std::unsigned_integral auto number) : whole_(number), kind_(Kind::whole) {}
  // The default of a library's option by its name, which must outlive the row.
  constexpr Default(std::string_view text) : text_(text) {}

  bool is_required() const { return kind_ == Kind::required; }
  std::string text() const;  // empty for none

 private:
  enum class Kind : std::uint8_t { text, real, whole, required };
  std::string_view text_;
  double number_ = 0;
  std::uint64_t whole_ = 0;
  Kind kind_ = Kind::text;
};
inline constexpr Default kRequired = Default::required();

// The values that an option takes: any text, a number in a range, one of some words or a list of them, or names.
class Values {
 public:
  using Words = std::vector<std::string>;
  enum class Kind : std::uint8_t { text, number, one_of, some_of, names };

  constexpr Values() = default;
  constexpr Values(const Range& range) : range_(range), kind_(Kind::number) {}
  constexpr Values(bool required) : required_(required) {}  // of a row that does not say kRequired

  // `words`: comma-separated, or a function that makes them.
  static constexpr Values one_of(const char* words) { return {Kind::one_of, words, nullptr}; }
  static constexpr Values one_of(Words (*words)()) { return {Kind::one_of, "", words}; }
  static constexpr Values some_of(const char* words) { return {Kind::some_of, words, nullptr}; }
  static constexpr Values some_of(Words (*words)()) { return {Kind::some_of, "", words}; }
  // The same, where a word may be a sum of words: none+diffusion.
  static constexpr Values sums_of(Words (*words)()) {
    Values out{Kind::some_of, "", words};
    out.sums_ = true;
    return out;
  }
  // A list of names, comma-separated as a CSV record is: "Amount, EUR",Time.
  static constexpr Values names() { return {Kind::names, "", nullptr}; }
  // One of the words, by other names too: `meant` says which it is, or gives what it does not know back. hint: what to
  // do for others.
  static constexpr Values one_of(const char* words, std::string (*meant)(const std::string&), const char* hint) {
    Values out{Kind::one_of, words, nullptr};
    out.meant_ = meant;
    out.hint_ = hint;
    return out;
  }
  // A number, or this word.
  static constexpr Values number_or(const char* word, const Range& range) {
    Values out{Kind::number, word, nullptr};
    out.range_ = range;
    return out;
  }

  Kind kind() const { return kind_; }
  bool is_required() const { return required_; }
  const Range& range() const { return range_; }
  Words words() const;
  bool is_list() const { return kind_ == Kind::some_of || kind_ == Kind::names; }
  // What may stand there, for a message: "a whole number from 1 to 10 or auto", "one of ddim, heun"; empty for text.
  std::string text() const;
  // The same for the help, where a number's range is enough: "from 1 to 10"; empty if the row's own help says it.
  std::string help() const;
  // The value's words: the parts of a list, else the value itself.
  Words split(const std::string& value) const;
  // Throws Error that names the option, which is given as typed: "--eta".
  void check(const std::string& option, const std::string& value) const;

 private:
  constexpr Values(Kind kind, const char* words, Words (*make)()) : words_(words), make_(make), kind_(kind) {}

  Range range_;
  const char* words_ = "";
  Words (*make_)() = nullptr;
  std::string (*meant_)(const std::string&) = nullptr;
  const char* hint_ = "";
  Kind kind_ = Kind::text;
  bool required_ = false;
  bool sums_ = false;
};

struct OptionSpec {
  const char* name;         // without the dashes
  const char* placeholder;  // "N", "FILE"; empty for a switch
  Default fallback;
  const char* help;  // one sentence or more, wrapped when printed
  Values values = {};
  // Who reads it, as a condition (read_with.hpp): "classifier=boosting", "choose | calibrate=platt,isotonic". Given
  // without its reader, an option is refused. Empty: the command itself.
  const char* read_with = "";
  // Of an option that changes what the command does: the options beside the common ones that are read with it.
  const char* only_with = nullptr;

  bool is_switch() const { return *placeholder == '\0'; }
  bool is_required() const { return fallback.is_required() || values.is_required(); }
};

}  // namespace ballast::app
