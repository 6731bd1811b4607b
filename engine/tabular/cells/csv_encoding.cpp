#include "engine/tabular/cells/csv_encoding.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace ballast::tabular::csv {
namespace {

// Where Windows-1252 differs from Latin-1; five bytes mean nothing and are left as they are.
constexpr char32_t kWindows1252[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                       0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                       0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                       0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

unsigned char byte_at(const char* p) {
  return static_cast<unsigned char>(*p);
}

bool continues(const char* p) {
  return (byte_at(p) & 0xC0) == 0x80;
}

// The length of the valid character at p (Unicode 15, table 3-7), or 0.
std::size_t character_length(const char* p, const char* end) {
  const unsigned char lead = byte_at(p);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (static_cast<std::size_t>(end - p) < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!continues(p + i)) return 0;
  }
  const unsigned char second = byte_at(p + 1);
  if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return 0;
  if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return 0;
  return length;
}

const char* skip_ascii(const char* p, const char* last) {
  static constexpr std::uint64_t kHighBits = 0x8080808080808080;
  for (; last - p >= 64; p += 64) {
    std::uint64_t words[8], any = 0;
    std::memcpy(words, p, sizeof words);
    for (const std::uint64_t word : words) any |= word;
    if ((any & kHighBits) != 0) break;
  }
  while (p < last && byte_at(p) < 0x80) ++p;
  return p;
}

Error broken_utf16(const std::string& name, const std::string& what) {
  return Error("the text is not complete UTF-16: " + what)
      .in(name)
      .hint("the file is cut short, or damaged; write it again");
}

std::string from_utf16(std::string_view bytes, const std::string& name) {
  if (bytes.size() % 2 != 0) throw broken_utf16(name, "its last character has one byte of two");
  bool big = bytes.starts_with("\xfe\xff");
  const bool marked = big || bytes.starts_with("\xff\xfe");
  if (!marked && bytes.size() > 1) big = bytes[0] == 0;
  std::string out;
  const auto unit = [&](std::size_t i) {
    const auto first = static_cast<unsigned char>(bytes[i]), second = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<char32_t>(big ? first << 8 | second : second << 8 | first);
  };
  for (std::size_t i = marked ? 2 : 0; i + 1 < bytes.size(); i += 2) {
    char32_t character = unit(i);
    if (character >= 0xD800 && character < 0xDC00 && i + 3 < bytes.size()) {
      const char32_t low = unit(i + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
        i += 2;
      }
    }
    if (character >= 0xD800 && character < 0xE000) throw broken_utf16(name, "it holds half a pair of characters");
    put_utf8(character, out);
  }
  return out;
}

}  // namespace

Error no_utf16(const std::string& name) {
  return Error("the text is not UTF-16")
      .in(name)
      .hint("leave --encoding out: UTF-8 is read, and UTF-16 that is marked");
}

Error utf32(const std::string& name) {
  return Error("the text is UTF-32")
      .in(name)
      .expected("UTF-8 or UTF-16")
      .hint("`iconv -f utf-32 -t utf-8` writes it so");
}

Encoding encoding_of(std::string_view bytes, Encoding asked, const std::string& name) {
  constexpr std::size_t kLooked = 4096;  // bytes, among which a header has delimiters and a line end
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xff\xfe\0\0"sv) || bytes.starts_with("\0\0\xfe\xff"sv)) throw utf32(name);
  const auto marked = [&] { return bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff"); };
  const bool has_zeros = bytes.substr(0, kLooked).find('\0') != std::string_view::npos;
  if (asked == Encoding::utf16 && !bytes.empty() && !has_zeros && !marked()) throw no_utf16(name);
  if (asked != Encoding::guessed) return asked;
  return marked() ? Encoding::utf16 : Encoding::utf8;
}

void put_utf8(char32_t character, std::string& out) {
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | (character >> shift & 0x3F)); };
  if (character < 0x80) {
    out += static_cast<char>(character);
  } else if (character < 0x800) {
    out += static_cast<char>(0xC0 | character >> 6);
    tail(0);
  } else if (character < 0x10000) {
    out += static_cast<char>(0xE0 | character >> 12);
    tail(6), tail(0);
  } else {
    out += static_cast<char>(0xF0 | character >> 18);
    tail(12), tail(6), tail(0);
  }
}

char32_t character_of(unsigned char byte, Encoding encoding) {
  const bool differs = encoding == Encoding::windows_1252 && byte >= 0x80 && byte < 0xA0;
  return differs ? kWindows1252[byte - 0x80] : byte;
}

std::string to_utf8(std::string_view bytes, Encoding encoding, const std::string& name) {
  if (encoding == Encoding::utf16) return from_utf16(bytes, name);
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) put_utf8(character_of(static_cast<unsigned char>(c), encoding), out);
  return out;
}

const char* first_not_utf8(const char* begin, const char* first, const char* last, const char* end) {
  const char* p = first;
  for (std::ptrdiff_t back = 1; back <= std::min<std::ptrdiff_t>(3, first - begin); ++back) {
    if (continues(first - back)) continue;
    const auto length = static_cast<std::ptrdiff_t>(character_length(first - back, end));
    if (length > back) p = first - back + length;
    break;
  }
  while ((p = skip_ascii(p, last)) < last) {
    const std::size_t length = character_length(p, end);
    if (length == 0) return p;
    p += length;
  }
  return nullptr;
}

bool returns_end_lines(std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted || (text[i] != '\n' && text[i] != '\r')) continue;
    const std::size_t next = text.find_first_not_of('\r', i);
    return text[i] == '\r' && next != std::string_view::npos && text[next] != '\n';
  }
  return false;
}

std::string with_line_feeds(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i] == '\r' && (i + 1 == out.size() || out[i + 1] != '\n')) out[i] = '\n';
  }
  return out;
}

}  // namespace ballast::tabular::csv
