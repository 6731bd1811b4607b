// Numbers and strings as text that reads back to the same bits; shared by the writers.
#pragma once

#include <charconv>
#include <string>

namespace ballast::app {

// The shortest decimal that reads back to the same number; always with a point or an exponent ("1.5", "3e-07", "2.0").
template <class Number>
std::string decimal_text(Number value) {
  char text[32];
  std::string out(text, std::to_chars(text, text + sizeof text, value).ptr);
  if (out.find_first_of(".e") == std::string::npos) out += ".0";
  return out;
}
inline std::string float_text(float value) {
  return decimal_text(value);
}
inline std::string double_text(double value) {
  return decimal_text(value);
}

bool is_utf8(const std::string& text);

// A JSON string with its quotes. Throws Error on bytes that are no UTF-8: replaced by marks, two names could become
// one.
std::string json_string(const std::string& text);

}  // namespace ballast::app
