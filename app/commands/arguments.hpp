// What a command accepts and what it was given. Boost.Program_options cuts the command line into options; the values
// stay text until a command asks for a number within limits, so that every complaint names the option, what was
// expected and what came.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::app {

struct OptionSpec {
  std::string name;         // without the dashes
  std::string placeholder;  // "N", "FILE"; empty for a switch
  std::string fallback;     // the default as text; empty for none
  std::string help;         // one sentence, wrapped when printed
  bool required = false;
};

class Arguments {
 public:
  // Parses `words` (what follows the command's name).
  // Throws Error on an unknown option (naming the nearest), a value that is missing or not wanted, an option given
  // twice, a required option left out, or a wrong number of positional words.
  Arguments(const std::vector<std::string>& words, const std::vector<OptionSpec>& options,
            const std::vector<std::string>& positionals);

  const std::string& positional(std::size_t index) const { return positionals_[index]; }
  bool given(const std::string& name) const;  // by the user, not by default
  bool flag(const std::string& name) const { return given(name); }
  // The words as the user typed them, in order, without the options named here and their values.
  std::vector<std::string> words_without(const std::vector<std::string>& options) const;

  // Each throws Error when the value does not read as asked for. text: throws std::logic_error when there is none.
  const std::string& text(const std::string& name) const;
  std::string text_or(const std::string& name, const std::string& otherwise) const;
  std::size_t whole(const std::string& name, std::size_t low, std::size_t high) const;
  std::uint64_t seed(const std::string& name) const;
  // low < value < high; with `closed` the limits are allowed too.
  double real(const std::string& name, double low, double high, bool closed = false) const;
  std::vector<std::string> list(const std::string& name) const;  // comma-separated; "" gives none
  // A list whose words must be among `allowed`. Throws Error with the nearest.
  std::vector<std::string> choices(const std::string& name, const std::vector<std::string>& allowed) const;
  std::string choice(const std::string& name, const std::vector<std::string>& allowed) const;

 private:
  struct Typed {
    std::string option;  // empty for a positional word
    std::vector<std::string> words;
  };
  std::vector<Typed> typed_;
  std::map<std::string, std::string> values_;
  std::map<std::string, std::string> fallbacks_;
  std::vector<std::string> positionals_;
};

}  // namespace ballast::app
