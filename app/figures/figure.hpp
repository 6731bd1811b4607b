// Figure: panels in a grid with a title, a legend and axes, as one self-contained SVG text. It reads in print and on
// light and dark pages (palette.hpp), and says what it shows to those who cannot see it.
//
//   Figure figure{.title = "Training loss", .description = "Mean squared error of the noise over training."};
//   figure.panels = {{.marks = {Line{updates, loss}}, .x = {.label = "update"}, .y = {.label = "loss"}}};
//   write_atomically("loss.svg", svg(figure));
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/figures/marks.hpp"

namespace ballast::app::figures {

struct Axis {
  std::string label = {};
  std::optional<Range> range = {};  // default: what the marks need, and a little more
  bool logarithmic = false;
  std::size_t ticks = 5;      // about
  bool bare = false;          // no ticks and no grid
  std::vector<Tick> at = {};  // names at these places in place of round numbers and a grid
  double tick_size = 11;      // of the labels, in pixels
};

struct Panel {
  std::string title = {};
  std::vector<Mark> marks = {};
  Axis x = {}, y = {};
  std::string group = {};  // of the whole panel, as of a mark
};

struct Figure {
  std::string title = {};
  std::string subtitle = {};     // what a reader should see
  std::string description = {};  // for readers who cannot see it
  std::vector<Panel> panels = {};
  std::size_t columns = 1;
  bool shared_axes = false;  // one range for all panels; ticks and labels at the left and the bottom only
  double panel_width = 560, panel_height = 320;
};

// The whole file. Requires: at least one panel. Pure: equal figures give equal bytes.
std::string svg(const Figure& figure);

// For pages, which set titles and legends themselves and carry style_sheet() once: one panel as an SVG of its own.
// `name` is its title for readers who cannot see it.
std::string panel_svg(const Figure& figure, std::size_t panel, const std::string& name);
// Marks with labels, the first of each label: what a legend shows. They live as long as the figure.
std::vector<const Mark*> legend_of(const Figure& figure);
// The mark in small, beside its label.
std::string key_svg(const Mark& mark);

}  // namespace ballast::app::figures
