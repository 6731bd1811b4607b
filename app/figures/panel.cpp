#include "app/figures/panel.hpp"

#include <algorithm>
#include <cmath>

namespace ballast::app::figures {

namespace {

// The range of an axis: as asked for, or what the marks need and 4 % on each side; bars stand on the very edge.
Range axis_range(const Axis& axis, Range needed, bool from_zero) {
  if (axis.range) return *axis.range;
  if (needed.low > needed.high) return axis.logarithmic ? Range{1, 10} : Range{0, 1};
  if (axis.logarithmic) {
    const double low = needed.low > 0 ? needed.low : 1e-6, high = std::max(needed.high, low);
    return {low / 1.15, high * 1.15};
  }
  const double spread = needed.high - needed.low;
  const double pad = spread > 0 ? 0.04 * spread : std::max(0.5, 0.04 * std::abs(needed.low));
  return {from_zero && needed.low == 0 ? 0 : needed.low - pad, needed.high + pad};
}

Axes axes_of(const Panel& panel, const std::vector<Mark>& marks) {
  const Extent needed = extent(marks);
  bool bars = false, sideways = false;
  for (const Mark& mark : marks) {
    if (const Bars* b = std::get_if<Bars>(&mark)) (b->sideways ? sideways : bars) = true;
  }
  return {axis_range(panel.x, needed.x, sideways), axis_range(panel.y, needed.y, bars)};
}

}  // namespace

std::vector<Axes> all_axes(const Figure& figure) {
  std::vector<Axes> axes;
  if (figure.shared_axes) {
    std::vector<Mark> marks;
    for (const Panel& panel : figure.panels) marks.insert(marks.end(), panel.marks.begin(), panel.marks.end());
    axes.assign(figure.panels.size(), axes_of(figure.panels.front(), marks));
  } else {
    for (const Panel& panel : figure.panels) axes.push_back(axes_of(panel, panel.marks));
  }
  return axes;
}

namespace {

std::vector<Tick> ticks_of(const Axis& axis, Range range) {
  if (axis.bare) return {};
  if (!axis.at.empty()) return axis.at;
  return axis.logarithmic ? decade_ticks(range, axis.ticks) : nice_ticks(range, axis.ticks);
}

void draw_path(const Path& path, Colour colour, double width, Markup& out) {
  if (path.empty()) return;
  out.leaf("path", {{"class", std::string(colour_class(colour))},
                    {"color", std::string(light_value(colour))},
                    {"fill", "none"},
                    {"stroke", "currentColor"},
                    {"stroke-width", number(width)},
                    {"d", path.data()}});
}

void draw_axes(const Panel& panel, const Axes& axes, const PanelPlace& at, Markup& out) {
  const double bottom = at.top + at.height, right = at.left + at.width;
  const Scale x(axes.x, {at.left, right}, panel.x.logarithmic), y(axes.y, {bottom, at.top}, panel.y.logarithmic);
  Path ticks;
  for (const Tick& tick : ticks_of(panel.x, axes.x)) {
    if (!at.bottom_axis) break;
    ticks.move(x(tick.at), bottom).by_y(kTickLength);
    draw_text(x(tick.at), bottom + kTickLabels - 3, tick.label,
              {.colour = Colour::muted, .size = panel.x.tick_size, .anchor = "middle"}, out);
  }
  for (const Tick& tick : ticks_of(panel.y, axes.y)) {
    if (!at.left_axis) break;
    ticks.move(at.left, y(tick.at)).by_x(-kTickLength);
    draw_text(at.left - kTickLength - 4, y(tick.at) + panel.y.tick_size * 0.35, tick.label,
              {.colour = Colour::muted, .size = panel.y.tick_size, .anchor = "end"}, out);
  }
  draw_path(ticks, Colour::muted, 1, out);
}

void draw_labels(const Panel& panel, const PanelPlace& at, double left_room, Markup& out) {
  draw_text(at.left, at.top - 6, panel.title, {.weight = "600"}, out);
  if (at.bottom_axis) {
    const double below = (panel.x.bare ? 0 : kTickLabels) + kAxisLabel - 6;
    draw_text(at.left + at.width / 2, at.top + at.height + below, panel.x.label, {.anchor = "middle"}, out);
  }
  if (at.left_axis && !panel.y.label.empty()) {
    const double x = at.left - left_room + kLabelSize - 2, y = at.top + at.height / 2;
    const std::string turn = "rotate(-90 " + number(x, 1) + " " + number(y, 1) + ")";
    draw_text(x, y, panel.y.label, {.anchor = "middle", .transform = turn}, out);
  }
}

// The grid and the marks, in a nested picture that cuts off what lies outside.
void draw_content(const Panel& panel, const Axes& axes, const PanelPlace& at, Markup& out) {
  out.open("svg", {{"x", number(at.left, 1)},
                   {"y", number(at.top, 1)},
                   {"width", number(at.width, 1)},
                   {"height", number(at.height, 1)}});
  const Scale x(axes.x, {0, at.width}, panel.x.logarithmic), y(axes.y, {at.height, 0}, panel.y.logarithmic);
  Path grid;
  for (const Tick& tick : ticks_of(panel.x, axes.x)) {
    if (panel.x.at.empty()) grid.move(x(tick.at), 0).to_y(at.height);
  }
  for (const Tick& tick : ticks_of(panel.y, axes.y)) {
    if (panel.y.at.empty()) grid.move(0, y(tick.at)).to_x(at.width);
  }
  draw_path(grid, Colour::rule, 0.8, out);
  for (const Mark& mark : panel.marks) draw(mark, x, y, out);
  out.close();
}

}  // namespace

double text_width(std::string_view text, double size) {
  // Wide enough for most sans-serif fonts: capitals and the widest small letters take more than the rest.
  double letters = 0;
  for (const char c : text) {
    if ((c & '\xC0') == '\x80') continue;  // continues a UTF-8 letter
    const bool wide = (c >= 'A' && c <= 'Z') || c == 'm' || c == 'w' || c == '%' || c == '@' || (c & '\x80') != 0;
    letters += wide ? 0.85 : 0.62;
  }
  return size * letters;
}

Margins margins_of(const Panel& panel, const Axes& axes) {
  Margins out;
  for (const Tick& tick : ticks_of(panel.y, axes.y)) {
    out.left = std::max(out.left, text_width(tick.label, panel.y.tick_size));
  }
  if (!panel.y.bare) out.left += kTickLength + 5;
  if (!panel.y.label.empty()) out.left += kAxisLabel;
  if (!panel.x.bare) out.bottom += kTickLabels;
  if (!panel.x.label.empty()) out.bottom += kAxisLabel;
  const std::vector<Tick> ticks = ticks_of(panel.x, axes.x);
  if (ticks.empty()) return out;
  out.left = std::max(out.left, text_width(ticks.front().label, panel.x.tick_size) / 2);
  out.right = text_width(ticks.back().label, panel.x.tick_size) / 2;
  return out;
}

void draw_text(double x, double y, const std::string& content, const TextStyle& style, Markup& out) {
  if (content.empty()) return;
  out.text("text",
           {{"class", std::string(colour_class(style.colour))},
            {"color", std::string(light_value(style.colour))},
            {"x", number(x, 1)},
            {"y", number(y, 1)},
            {"font-size", number(style.size)},
            {"font-weight", style.weight},
            {"text-anchor", style.anchor},
            {"transform", style.transform}},
           content);
}

void draw_panel(const Panel& panel, const Axes& axes, const PanelPlace& at, double left_room, Markup& out) {
  draw_content(panel, axes, at, out);
  draw_axes(panel, axes, at, out);
  Path frame;
  frame.move(at.left, at.top).by_x(at.width).by_y(at.height).by_x(-at.width).close();
  draw_path(frame, Colour::muted, 0.8, out);
  draw_labels(panel, at, left_room, out);
}

}  // namespace ballast::app::figures
