// The words of a command line, cut into options and positional words.
#pragma once

#include <string>
#include <vector>

#include "app/commands/parsing/option_spec.hpp"

namespace ballast::app {

struct CutWord {
  std::string option;              // its name; empty for a positional word
  std::string value;               // empty for a switch
  std::vector<std::string> typed;  // the words it was made of
};

// `--name VALUE`, `--name=VALUE`, `-o VALUE` of the synonyms; a value may begin with one dash (-1, -), and behind --
// all words are positional. Throws Error on an unknown option, on a value that is missing, empty or not wanted.
std::vector<CutWord> cut_command_line(const std::vector<std::string>& words, const std::vector<OptionSpec>& options);

// The word for an option of that name: "--name".
std::string dashed(const std::string& name);

}  // namespace ballast::app
