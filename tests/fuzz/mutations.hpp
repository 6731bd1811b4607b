// Damage to bytes: what a bad disk, a bad tool or a bad person does to a file. Each is a function of a random stream.
#pragma once

#include <algorithm>
#include <string>

#include "engine/numeric/random.hpp"

namespace ballast::fuzz {

using numeric::RandomStream;

struct Span {
  std::size_t first, size;
};

inline Span random_span(std::size_t length, RandomStream& random) {
  const auto first = static_cast<std::size_t>(random.below(length));
  const auto most = std::min<std::size_t>(length - first, random.below(4) == 0 ? length : 16);
  return {first, 1 + static_cast<std::size_t>(random.below(most))};
}

inline const char* extreme_number(RandomStream& random) {
  static constexpr const char* kNumbers[] = {"0",
                                             "-1",
                                             "1",
                                             "2",
                                             "3",
                                             "254",
                                             "255",
                                             "65536",
                                             "1000000",
                                             "2147483647",
                                             "-2147483648",
                                             "4294967295",
                                             "4294967296",
                                             "9223372036854775807",
                                             "18446744073709551615",
                                             "99999999999999999999",
                                             "0.5",
                                             "1e-45",
                                             "1e-39",
                                             "3.4028234e38",
                                             "-3.4028234e38",
                                             "3.5e38",
                                             "1e308",
                                             "1e999",
                                             "-0.0",
                                             "NaN",
                                             "inf",
                                             "null",
                                             "true"};
  return kNumbers[random.below(std::size(kNumbers))];
}

// Puts an extreme number in the place of one that stands in the text.
inline void change_number(std::string& text, RandomStream& random) {
  const char* const digits = "0123456789";
  const std::size_t from = text.find_first_of(digits, static_cast<std::size_t>(random.below(text.size())));
  if (from == std::string::npos) return;
  const std::size_t to = std::min(text.size(), text.find_first_not_of("0123456789.eE+-", from));
  text.replace(from, to - from, extreme_number(random));
}

inline void swap_spans(std::string& text, RandomStream& random) {
  const Span a = random_span(text.size(), random);
  const std::string piece = text.substr(a.first, a.size);
  text.erase(a.first, a.size);
  text.insert(static_cast<std::size_t>(random.below(text.size() + 1)), piece);
}

// One piece of damage.
inline void damage(std::string& text, RandomStream& random) {
  if (text.empty()) return;
  const Span span = random_span(text.size(), random);
  char& byte = text[span.first];
  switch (random.below(9)) {
    case 0:
      byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << random.below(8)));
      return;
    case 1:
      byte = static_cast<char>(random.below(256));
      return;
    case 2:
      byte = "\"\\,[]{}:\n\r\0\xff-"[random.below(13)];
      return;
    case 3:
      text.erase(span.first, span.size);
      return;
    case 4:
      text.insert(span.first, text.substr(span.first, span.size));
      return;
    case 5:
      return swap_spans(text, random);
    case 6:
      return text.resize(random.below(8) == 0 ? span.first : text.size());
    default:
      return change_number(text, random);
  }
}

inline std::string damaged(std::string text, RandomStream& random) {
  for (std::uint64_t left = 1 + random.below(3); left > 0; --left) damage(text, random);
  return text;
}

}  // namespace ballast::fuzz
