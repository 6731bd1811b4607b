// Bytes of a CSV file as UTF-8 whose lines end with line feeds. Internal to engine/tabular.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/error.hpp"
#include "engine/tabular/cells/csv_format.hpp"

namespace ballast::tabular::csv {

inline constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf";

// The encoding of a text that begins with these bytes: the one asked for, else UTF-16 by its byte order mark or UTF-8.
// Throws Error, of the file `name`, where UTF-16 is asked for and this is not so, and where a mark tells of UTF-32.
Encoding encoding_of(std::string_view bytes, Encoding asked, const std::string& name);
Error no_utf16(const std::string& name);
Error utf32(const std::string& name);  // which is not read

// Text of the other encodings as UTF-8. Throws Error, of the file
// `name`, where UTF-16 is cut within a character or holds half a pair.
std::string to_utf8(std::string_view bytes, Encoding encoding, const std::string& name);
// Appends a character, as UTF-8.
void put_utf8(char32_t character, std::string& out);
char32_t character_of(unsigned char byte, Encoding encoding);  // of a single-byte encoding

// The first byte that is no UTF-8 among the characters that begin in first .. last, or nullptr. The text reaches from
// `begin` to `end`; a character that begins before `first` is none of them.
const char* first_not_utf8(const char* begin, const char* first, const char* last, const char* end);

inline bool is_utf8(std::string_view text) {
  const char* const end = text.data() + text.size();
  return first_not_utf8(text.data(), text.data(), end, end) == nullptr;
}

// Whether the first line ends with a carriage return alone, as on old Macs.
bool returns_end_lines(std::string_view text);
// Such a text with line feeds in place of the carriage returns, in cells too: a line break is one label, however it is
// written, and lines are those of an editor.
std::string with_line_feeds(std::string_view text);

}  // namespace ballast::tabular::csv
