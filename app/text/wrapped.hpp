// Prose for a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ballast::app {

inline constexpr std::size_t kTextColumns = 100;

// `text` broken between words at kTextColumns, each line behind `indent` spaces and ended by a line feed; line feeds in
// the text stay. A word that is longer stands on a line of its own. UTF-8: a letter is a column.
std::string wrapped(std::string_view text, std::size_t indent = 0);

}  // namespace ballast::app
