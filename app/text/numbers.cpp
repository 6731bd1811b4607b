#include "app/text/numbers.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>

namespace ballast::app {

std::string with_commas(std::size_t number) {
  const std::string digits = std::to_string(number);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

std::string fixed(double value, int digits, bool sign) {
  if (std::abs(value) < 0.5 * std::pow(10.0, -digits)) value = 0;  // no "-0.000"
  char text[64];
  std::snprintf(text, sizeof text, sign ? "%+.*f" : "%.*f", digits, value);
  return text;
}

std::string in_words(std::size_t count, const char* one, const char* many) {
  return with_commas(count) + " " + (count == 1 ? one : many);
}

std::string p_value(double p) {
  return p < 0.0005 ? "<0.001" : fixed(p, 3);
}

std::string four_digits(double value) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 4).ptr};
}

std::string all_digits(double value) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

double written(float value) {
  std::array<char, 32> text{};
  const char* const end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  double out = 0;
  std::from_chars(text.data(), end, out);
  return out;
}

float least_written(double value) {
  constexpr float kAll = std::numeric_limits<float>::infinity();
  const auto near = static_cast<float>(value), below = std::nextafter(near, -kAll);
  if (written(below) >= value) return below;
  return written(near) >= value ? near : std::nextafter(near, kAll);
}

}  // namespace ballast::app
