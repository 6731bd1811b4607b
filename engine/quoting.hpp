// How a name has to be written where it is typed: in a list of names, in front of what is said of it, and on a command
// line; and how such words are read.
#pragma once

#include <cstddef>
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

// What a word says of a name, as in NAME=VALUE or NAME<VALUE. rest: from the sign on, empty if there is none.
struct NamedWord {
  std::string name, rest;
};
// The text in double quotes (two stand for one) that begins at word[at]; `at` moves behind it.
// Throws Error if the quote does not close.
std::string quoted_text(std::string_view word, std::size_t& at);
// The name: what stands in double quotes at the start, else the longest of `names` that one of `signs` follows, else
// all in front of the first sign. Blanks around it are passed over.
NamedWord cut_named(std::string_view word, std::string_view signs, std::span<const std::string> names = {});

// Control bytes as \xNN: what a file holds must neither break a line or a table of a terminal nor write to it.
std::string one_line(std::string_view text);

// For a sentence: 'a', 'b', 'c'.
std::string quoted_names(std::span<const std::string> names);

}  // namespace ballast
