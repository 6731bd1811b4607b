// Markup: writes XML whose tags pair up and whose text is safe, and numbers as short as a drawing needs.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::app::figures {

// Fixed notation with at most `decimals` digits, without trailing zeros: 12.5, 3, -0.25. Requires: finite.
std::string number(double value, int decimals = 2);

// &, <, > and both quotes as entities; control characters, which XML forbids, as spaces.
std::string escaped(std::string_view text);

// The d attribute of a <path>, in tenths of a pixel: finer than the eye.
class Path {
 public:
  Path& move(double x, double y) { return put('M', x).next(y); }
  Path& line(double x, double y) { return put('L', x).next(y); }
  Path& to_x(double x) { return put('H', x); }
  Path& to_y(double y) { return put('V', y); }
  Path& by_x(double dx) { return put('h', dx); }
  Path& by_y(double dy) { return put('v', dy); }
  Path& close() { return data_ += 'z', *this; }

  bool empty() const { return data_.empty(); }
  const std::string& data() const { return data_; }

 private:
  Path& put(char command, double value) { return data_ += command, data_ += number(value, 1), *this; }
  Path& next(double value) { return data_ += ' ', data_ += number(value, 1), *this; }
  std::string data_;
};

class Markup {
 public:
  using Attributes = std::initializer_list<std::pair<std::string_view, std::string>>;

  Markup& open(std::string_view tag, Attributes attributes = {});
  Markup& close();
  Markup& leaf(std::string_view tag, Attributes attributes);                            // <tag .../>
  Markup& text(std::string_view tag, Attributes attributes, std::string_view content);  // <tag ...>content</tag>
  Markup& raw(std::string_view markup) { return out_ += markup, *this; }                // that is well-formed already
  // Requires: every open has its close.
  std::string finish() &&;

 private:
  void start(std::string_view tag, Attributes attributes);
  std::string out_;
  std::vector<std::string> open_;
};

}  // namespace ballast::app::figures
