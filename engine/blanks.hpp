// Blanks of UTF-8 beside the space and the tab, as web pages and spreadsheets leave them.
#pragma once

#include <array>
#include <string_view>

namespace ballast {

// No-break, as wide as a digit, thin, narrow, ideographic, of no width, and the byte order mark.
inline constexpr std::array<std::string_view, 7> kWideBlanks{"\u00a0", "\u2007", "\u2009", "\u202f",
                                                             "\u3000", "\u200b", "\ufeff"};

// Bytes of the wide blank that the text begins with; 0 if it begins otherwise.
constexpr std::size_t wide_blank_at_front(std::string_view text) {
  for (const std::string_view blank : kWideBlanks) {
    if (text.starts_with(blank)) return blank.size();
  }
  return 0;
}

}  // namespace ballast
