// How a name has to be written where it is typed: in a list of names, and on a command line.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace ballast {

// As an element of a comma-separated list: in double quotes, as in a CSV record, if it holds a comma, a quote, a line
// break or a space at an end.
std::string list_word(std::string_view name);

// As a word for the shell: in single quotes where the shell would cut or change it.
std::string shell_word(std::string_view word);

// `--drop 'Unnamed: 0'`: an option and a list of one name, or of several, ready to be typed.
std::string typed_option(std::string_view option, std::string_view name);
std::string typed_option(std::string_view option, std::span<const std::string> names);

// For a sentence: 'a', 'b', 'c'.
std::string quoted_names(std::span<const std::string> names);

}  // namespace ballast
