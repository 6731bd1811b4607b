// Inside of figures: one panel with its axes, at a place of the picture. All lengths in pixels.
#pragma once

#include <string>
#include <vector>

#include "app/figures/figure.hpp"

namespace ballast::app::figures {

inline constexpr double kLabelSize = 12, kTickLabels = 18, kAxisLabel = 19, kTickLength = 4;

struct Axes {
  Range x, y;
};
// The ranges of each panel's axes, by what its marks need; all the same where the figure shares them.
std::vector<Axes> all_axes(const Figure& figure);

// Room beside the plot area for ticks and labels.
struct Margins {
  double left = 0, bottom = 0, right = 0;
};
Margins margins_of(const Panel& panel, const Axes& axes);

struct PanelPlace {
  double left, top, width, height;  // of the plot area
  bool left_axis, bottom_axis;      // whether ticks get labels
};
// left_room: to the left of the plot area.
void draw_panel(const Panel& panel, const Axes& axes, const PanelPlace& at, double left_room, Markup& out);

struct TextStyle {
  Colour colour = Colour::ink;
  double size = kLabelSize;
  std::string anchor = {}, weight = {}, transform = {};
};
void draw_text(double x, double y, const std::string& content, const TextStyle& style, Markup& out);

// About the width of a text: the viewer's fonts are not known here.
double text_width(std::string_view text, double size);

}  // namespace ballast::app::figures
