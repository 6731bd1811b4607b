#include "app/figures/markup.hpp"

#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

namespace ballast::app::figures {

std::string number(double value, int decimals) {
  assert(std::isfinite(value));
  std::array<char, 400> digits;  // DBL_MAX has 309 before the point
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed, decimals);
  std::string text(digits.data(), end.ptr);
  if (decimals > 0) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

void Markup::start(std::string_view tag, Attributes attributes) {
  out_.append("<").append(tag);
  for (const auto& [name, value] : attributes) {
    if (value.empty()) continue;
    out_.append(" ").append(name).append("=\"").append(escaped(value)).append("\"");
  }
}

Markup& Markup::open(std::string_view tag, Attributes attributes) {
  start(tag, attributes);
  out_ += ">\n";
  open_.emplace_back(tag);
  return *this;
}

Markup& Markup::close() {
  assert(!open_.empty());
  out_.append("</").append(open_.back()).append(">\n");
  open_.pop_back();
  return *this;
}

Markup& Markup::leaf(std::string_view tag, Attributes attributes) {
  start(tag, attributes);
  out_ += "/>\n";
  return *this;
}

Markup& Markup::text(std::string_view tag, Attributes attributes, std::string_view content) {
  start(tag, attributes);
  out_.append(">").append(escaped(content)).append("</").append(tag).append(">\n");
  return *this;
}

std::string Markup::finish() && {
  assert(open_.empty());
  return std::move(out_);
}

}  // namespace ballast::app::figures
