// Marks: what a panel shows. Plain data in the units of the axes; drawn in the order given. A mark with a label stands
// in the legend; one with a group can be hidden by a page together with all others of it. Places that are not finite
// are left out: a line has a gap there.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "app/figures/markup.hpp"
#include "app/figures/palette.hpp"
#include "app/figures/scale.hpp"

namespace ballast::app::figures {

// At most this many points of one mark are drawn: evenly chosen from the whole, so that a figure stays small.
inline constexpr std::size_t kMostPoints = 4000;

struct Points {
  std::vector<double> x = {}, y = {};
  Colour colour = Colour::series1;
  double radius = 1.2;  // pixels
  double opacity = 1;
  std::string label = {};
  std::string group = {};
};

struct Line {
  std::vector<double> x = {}, y = {};
  Colour colour = Colour::series1;
  double width = 1.6;  // pixels
  bool dashed = false;
  std::string label = {};
  std::string group = {};
};

// A histogram: bar i from edges[i] to edges[i + 1], from 0 to heights[i]. Sideways: edges on the y axis.
struct Bars {
  std::vector<double> edges = {}, heights = {};
  Colour colour = Colour::series1;
  double opacity = 1;
  bool sideways = false;
  std::string label = {};
  std::string group = {};
};

// A ribbon between two curves, such as an interval around a mean.
struct Band {
  std::vector<double> x = {}, low = {}, high = {};
  Colour colour = Colour::series1;
  double opacity = 0.2;
  std::string label = {};
  std::string group = {};
};

// Arrows from (x, y) by (dx, dy): a field.
struct Arrows {
  std::vector<double> x = {}, y = {}, dx = {}, dy = {};
  Colour colour = Colour::series1;
  double width = 1;  // pixels
  std::string label = {};
};

// A grid of cells, row-major: cell (row r, column c) from (x_edges[c], y_edges[r]) on. A value from -1 to 1 is the
// strength of its colour; what is not finite stays blank.
struct Cells {
  std::vector<double> x_edges = {}, y_edges = {}, values = {};
  Colour positive = Colour::series2, negative = Colour::series1;
  double most_opacity = 1;
  std::string label = {};
};

// Words centred on places.
struct Words {
  std::vector<double> x = {}, y = {};
  std::vector<std::string> words = {};
  Colour colour = Colour::ink;
  double size = 12;  // pixels
  std::string label = {};
};

using Mark = std::variant<Points, Line, Bars, Band, Arrows, Cells, Words>;

// The smallest box of places and values that holds all marks; low > high where there is nothing.
struct Extent {
  Range x{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()}, y = x;
};
Extent extent(const std::vector<Mark>& marks);

void draw(const Mark& mark, const Scale& x, const Scale& y, Markup& out);
// The mark in small, for a legend: in the box of the given width around (left + width / 2, middle).
void draw_key(const Mark& mark, double left, double middle, double width, Markup& out);
const std::string& label_of(const Mark& mark);
std::string group_of(const Mark& mark);  // empty for none

}  // namespace ballast::app::figures
