#include "engine/tabular/labels/label_fold.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace ballast::tabular {
namespace {

constexpr std::array<std::string_view, 5> kTrue{"true", "t", "yes", "y", "1"}, kFalse{"false", "f", "no", "n", "0"};

// The characters of UTF-8 text; a byte that begins none stands for itself.
std::vector<char32_t> characters(std::string_view text) {
  std::vector<char32_t> out;
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t more = first < 0xc0 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    char32_t character = more == 0 ? first : first & (0x3fU >> more);
    if (i + more >= text.size()) return out.push_back(first), out;
    for (std::size_t k = 1; k <= more; ++k)
      character = character << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3fU);
    out.push_back(character);
    i += 1 + more;
  }
  return out;
}

bool is_invisible(char32_t c) {
  return c == 0xfe0e || c == 0xfe0f || c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || c == 0xad ||
         (c >= 0x2000 && c <= 0x200f) || c == 0x202f || c == 0x2060 || c == 0x3000 || c == 0xfeff;
}

bool is_quote(char32_t c) {
  return c == '"' || c == '\'' || c == '`' || c == 0xb4 || (c >= 0x2018 && c <= 0x201f);
}

// Small letters of the scripts that have them at a fixed distance.
char32_t small(char32_t c) {
  if (c >= 0xff01 && c <= 0xff5e) c -= 0xfee0;  // as wide as a Chinese character
  if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7)) return c + 0x20;  // Latin-1
  if (c >= 0x100 && c <= 0x137) return c | 1;                                            // Latin Extended-A
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e)) return c + (c & 1);
  if (c >= 0x14a && c <= 0x177) return c | 1;
  if (c >= 0x391 && c <= 0x3a9) return c + 0x20;  // Greek
  if (c == 0x3c2) return 0x3c3;                   // sigma at the end of a word
  if (c >= 0x400 && c <= 0x40f) return c + 0x50;  // Cyrillic
  if (c >= 0x410 && c <= 0x42f) return c + 0x20;
  return c;
}

// Small letters of Latin-1 with an accent, from U+00E0 on, by their letter and mark; a space where there is none.
constexpr std::string_view kLetters = "aaaaaa ceeeeiiii nooooo  uuuuy y";
constexpr std::array<char32_t, 32> kMarks{0x300, 0x301, 0x302, 0x303, 0x308, 0x30a, 0,     0x327, 0x300, 0x301, 0x302,
                                          0x308, 0x300, 0x301, 0x302, 0x308, 0,     0x303, 0x300, 0x301, 0x302, 0x303,
                                          0x308, 0,     0,     0x300, 0x301, 0x302, 0x308, 0x301, 0,     0x308};

// Cyrillic and Greek letters that look like Latin ones; what they are typed for by mistake.
constexpr std::pair<char32_t, char> kLookAlikes[] = {
    {0x430, 'a'}, {0x432, 'b'}, {0x435, 'e'}, {0x43a, 'k'}, {0x43c, 'm'}, {0x43d, 'h'}, {0x43e, 'o'}, {0x440, 'p'},
    {0x441, 'c'}, {0x442, 't'}, {0x443, 'y'}, {0x445, 'x'}, {0x455, 's'}, {0x456, 'i'}, {0x458, 'j'}, {0x3b1, 'a'},
    {0x3b5, 'e'}, {0x3b9, 'i'}, {0x3ba, 'k'}, {0x3bf, 'o'}, {0x3c1, 'p'}, {0x3c4, 't'}, {0x3c5, 'y'}, {0x3c7, 'x'}};

void put(char32_t c, std::vector<char32_t>& out) {
  if (c == 0xdf || c == 0x1e9e) return out.insert(out.end(), 2, 's'), void();
  for (const auto& [letter, latin] : kLookAlikes) {
    if (c == letter) return out.push_back(static_cast<char32_t>(latin));
  }
  if (c >= 0xe0 && c <= 0xff && kMarks[c - 0xe0] != 0) {
    out.push_back(static_cast<char32_t>(kLetters[c - 0xe0]));
    c = kMarks[c - 0xe0];
  }
  out.push_back(c);
}

bool is_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || c > 0x7f;
}

// 1,0 is 1.
void drop_comma_zeros(std::vector<char32_t>& text) {
  const auto comma = std::ranges::find(text, U',');
  if (comma == text.begin() || comma == text.end() || comma + 1 == text.end()) return;
  const bool digits = std::all_of(text.begin(), comma, [](char32_t c) { return c >= '0' && c <= '9'; });
  if (digits && std::all_of(comma + 1, text.end(), [](char32_t c) { return c == '0'; })) text.erase(comma, text.end());
}

bool is_one_of(std::string_view word, const std::array<std::string_view, 5>& words) {
  return std::ranges::find(words, word) != words.end();
}

}  // namespace

std::string folded_label(std::string_view label) {
  std::vector<char32_t> plain;
  for (const char32_t c : characters(label)) {
    if (!is_invisible(c) && !is_quote(c)) put(small(c), plain);
  }
  if (plain.size() > 1 && plain.back() == '.') plain.pop_back();
  drop_comma_zeros(plain);
  std::string out;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const bool joins = (plain[i] == '_' || plain[i] == '-') && i > 0 && i + 1 < plain.size() &&
                       is_letter(plain[i - 1]) && is_letter(plain[i + 1]);
    if (joins) continue;
    for (char32_t c = plain[i]; c != 0; c >>= 8) out += static_cast<char>(c & 0xff);
  }
  return out;
}

bool are_truth_values(std::span<const std::string> labels) {
  return std::ranges::all_of(labels, [](const std::string& label) {
    const std::string word = folded_label(label);
    return is_one_of(word, kTrue) || is_one_of(word, kFalse);
  });
}

std::string folded_truth(std::string_view label) {
  const std::string word = folded_label(label);
  return is_one_of(word, kTrue) ? "true" : is_one_of(word, kFalse) ? "false" : word;
}

}  // namespace ballast::tabular
