// What a command was given, checked against its rows of the table of options. Boost.Program_options cuts the command
// line; each value is held against its row at once, so that every complaint comes before any work and names the option,
// what was expected and what came.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/commands/parsing/option_spec.hpp"
#include "app/commands/parsing/read_with.hpp"

namespace ballast::app {

class Arguments {
 public:
  // Parses `words` (what follows the command's name).
  // Throws Error on an unknown option (naming the nearest), a value that is missing, not wanted or not among those of
  // its row, an option given twice or without what reads it, a required option left out, or a wrong number of
  // positional words.
  Arguments(const std::vector<std::string>& words, const std::vector<OptionSpec>& options,
            const std::vector<std::string>& positionals);

  const std::string& positional(std::size_t index) const { return positionals_[index]; }
  // The files of rows among the words: positional ones whose name says .csv, and values of the options named here.
  std::vector<std::string> row_files(const std::vector<std::string>& options) const;
  bool has(const std::string& name) const { return find(name) != nullptr; }  // whether the command does
  // By the user, not by default. Throws std::logic_error if the command has no such option.
  bool given(const std::string& name) const;
  bool flag(const std::string& name) const { return given(name); }
  // The words as the user typed them, in order, without the options named here and their values.
  std::vector<std::string> words_without(const std::vector<std::string>& options) const;

  // text and all below throw std::logic_error when the option is not given and has no default.
  const std::string& text(const std::string& name) const;
  std::string text_or(const std::string& name, const std::string& otherwise) const;
  std::size_t whole(const std::string& name) const;
  double real(const std::string& name) const;
  std::vector<std::string> list(const std::string& name) const;     // empty when not given
  std::vector<std::string> choices(const std::string& name) const;  // a list, each word once
  const std::string& choice(const std::string& name) const { return text(name); }

  // A fact that only the command learns, such as "two-classes" from the data. Throws Error if it does not hold and an
  // option was given that is read with it. got, hint: for the message.
  void state(const std::string& fact, bool holds, const std::string& got, const std::string& hint = "") const;
  // A limit that depends on other options. Throws Error unless the value is within `range`; where: when it is so.
  void require(const std::string& name, const Range& range, const std::string& where) const;

 private:
  struct Typed {
    std::string option;  // empty for a positional word
    std::vector<std::string> words;
  };
  // What a term of a condition says by what was given; of a fact: whether it holds, once stated.
  enum class Answer : std::uint8_t { no, yes, unknown };

  std::string shown(const std::string& name) const;  // --name, or as the user spelled it
  template <class Number>
  Number number(const std::string& name) const;
  const OptionSpec* find(const std::string& name) const;
  void check_alone() const;
  void check_read(const std::string& fact, bool holds, const std::string& got, const std::string& hint) const;
  Answer answer(const Term& term, const std::string& fact, bool holds) const;
  std::vector<std::string> words_of(const std::string& name) const;  // given or by default

  std::vector<OptionSpec> options_;
  std::vector<std::string> positional_names_;
  std::vector<Typed> typed_;
  std::map<std::string, std::string> values_;
  std::map<std::string, std::string> fallbacks_;
  std::vector<std::string> positionals_;
};

}  // namespace ballast::app
