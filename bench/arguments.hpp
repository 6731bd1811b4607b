// The command line of a probe: a file if it takes one, and arguments of the form --name value, all of them declared, so
// that one list gives the usage, the defaults and the refusal of what is misspelt.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "engine/names.hpp"

namespace ballast::bench {

// --name value: what it is worth where it is not given ("" says that it is left out, kNeeded that it must be given),
// and what it means.
struct Argument {
  std::string_view name, otherwise, help;
};
inline constexpr std::string_view kNeeded = "(needed)";

struct Usage {
  std::string_view program, idea;
  std::string_view file = {};  // "FILE.csv": the first argument, needed; "[FILE.csv]": may be left out; "": none
  std::vector<Argument> arguments = {};

  // On standard output, or where the command line was wrong on standard error.
  void print(std::FILE* to) const {
    std::fprintf(to, "%s%s [--name value ...]: %s\n", (std::string(program) + (file.empty() ? "" : " ")).c_str(),
                 std::string(file).c_str(), std::string(idea).c_str());
    for (const Argument& argument : arguments) {
      line(to, std::string(argument.name) + " " + std::string(argument.otherwise), argument.help);
    }
    line(to, "--json", "print JSON, nothing else");
    line(to, "--help", "print this");
  }

 private:
  static void line(std::FILE* to, std::string text, std::string_view help) {
    if (!help.empty()) text.resize(std::max<std::size_t>(text.size() + 2, 24), ' ');
    std::fprintf(to, "  %s\n", text.append(help).c_str());
  }
};

class Arguments {
 public:
  // Throws: Error for an argument that is not declared or has no value, and for a file missing or too many.
  Arguments(const Usage& usage, int count, char** values) : declared_(usage.arguments) {
    const std::vector<std::string_view> words(values + 1, values + count);
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (words[i] == "--help" || words[i] == "-h") {
        help_ = true;
      } else if (words[i] == "--json") {
        json_ = true;
      } else if (words[i].starts_with("-")) {
        declared(words[i]);
        if (i + 1 == words.size()) throw Error(std::string(words[i]) + " needs a value");
        given_.push_back({words[i], words[i + 1], {}});
        ++i;
      } else if (usage.file.empty() || !file_.empty()) {
        throw Error("unexpected argument").got(words[i]);
      } else {
        file_ = words[i];
      }
    }
    if (help_) return;
    if (file_.empty() && !usage.file.empty() && !usage.file.starts_with("[")) {
      throw Error(std::string(usage.file) + " is missing");
    }
    for (const Argument& argument : declared_) {
      if (argument.otherwise == kNeeded && !given(argument.name)) {
        throw Error(std::string(argument.name) + " is missing");
      }
    }
  }

  bool help() const { return help_; }
  bool json() const { return json_; }
  const std::string& file() const { return file_; }

  std::string text(std::string_view name) const {
    const auto found = std::ranges::find(given_, name, &Argument::name);
    return std::string(found != given_.end() ? found->otherwise : declared(name).otherwise);
  }
  bool given(std::string_view name) const { return std::ranges::find(given_, name, &Argument::name) != given_.end(); }

  // Throws: Error for what is no number.
  template <class Number = std::size_t>
  Number number(std::string_view name) const {
    const std::string word = text(name);
    Number value{};
    const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (fault != std::errc() || end != word.data() + word.size()) {
      throw Error("not a number").expected("a number for " + std::string(name)).got(word);
    }
    return value;
  }
  template <class Number>
  Number number_or(std::string_view name, Number otherwise) const {
    return text(name).empty() ? otherwise : number<Number>(name);
  }

 private:
  const Argument& declared(std::string_view name) const {
    const auto found = std::ranges::find(declared_, name, &Argument::name);
    if (found != declared_.end()) return *found;
    std::vector<std::string_view> names = {"--help", "--json"};
    for (const Argument& argument : declared_) names.push_back(argument.name);
    throw hint_nearest(Error("unknown argument").got(name), name, names);
  }

  std::vector<Argument> declared_, given_;
  std::string file_;
  bool help_ = false, json_ = false;
};

}  // namespace ballast::bench
