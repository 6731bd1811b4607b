#include "app/figures/figure.hpp"

#include <algorithm>
#include <cassert>
#include <set>

namespace ballast::app::figures {

namespace {

// All lengths in pixels.
constexpr double kMargin = 18, kTitleSize = 16, kSubtitleSize = 12.5, kLabelSize = 11.5, kTickSize = 10.5;
constexpr double kTitleLine = 24, kSubtitleLine = 19, kLegendLine = 24, kPanelTitle = 19;
constexpr double kTickLabels = 18, kAxisLabel = 19, kTickLength = 4, kGap = 12, kKeyWidth = 18;

// About the width of a text: the viewer's fonts are not known here. Bytes that continue a UTF-8 letter do not count.
double text_width(std::string_view text, double size) {
  const auto letters = std::count_if(text.begin(), text.end(), [](char c) { return (c & '\xC0') != '\x80'; });
  return 0.56 * size * static_cast<double>(letters);
}

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

struct Axes {
  Range x, y;
};

Axes axes_of(const Panel& panel, const std::vector<Mark>& marks) {
  const Extent needed = extent(marks);
  const bool bars =
      std::any_of(marks.begin(), marks.end(), [](const Mark& m) { return std::holds_alternative<Bars>(m); });
  return {axis_range(panel.x, needed.x, false), axis_range(panel.y, needed.y, bars)};
}

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

std::vector<Tick> ticks_of(const Axis& axis, Range range) {
  return axis.logarithmic ? decade_ticks(range, axis.ticks) : nice_ticks(range, axis.ticks);
}

// Marks with labels, the first of each label.
std::vector<const Mark*> legend_of(const Figure& figure) {
  std::vector<const Mark*> legend;
  std::set<std::string> seen;
  for (const Panel& panel : figure.panels) {
    for (const Mark& mark : panel.marks) {
      if (!label_of(mark).empty() && seen.insert(label_of(mark)).second) legend.push_back(&mark);
    }
  }
  return legend;
}

// Where everything stands.
struct Layout {
  std::size_t columns, rows;
  double head;          // title, subtitle and legend
  double left, bottom;  // of a cell: room for ticks and labels
  double cell_width, cell_height;
  double first_left;  // with shared axes, only the first column has room for them
  double panel_title;
  double width, height;
};

Layout layout_of(const Figure& figure, const std::vector<Axes>& axes, bool legend) {
  Layout l{};
  l.columns = std::min(std::max<std::size_t>(1, figure.columns), figure.panels.size());
  l.rows = (figure.panels.size() + l.columns - 1) / l.columns;
  l.head = kMargin + (figure.title.empty() ? 0 : kTitleLine) + (figure.subtitle.empty() ? 0 : kSubtitleLine) +
           (legend ? kLegendLine : 0);
  double widest = 0;
  bool x_label = false, y_label = false, titles = false;
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    const Panel& panel = figure.panels[i];
    for (const Tick& tick : ticks_of(panel.y, axes[i].y)) widest = std::max(widest, text_width(tick.label, kTickSize));
    x_label |= !panel.x.label.empty(), y_label |= !panel.y.label.empty(), titles |= !panel.title.empty();
  }
  const double left = widest + kTickLength + 5 + (y_label ? kAxisLabel : 0);
  const double bottom = kTickLabels + (x_label ? kAxisLabel : 0);
  l.panel_title = titles ? kPanelTitle : 4;
  l.first_left = left;
  l.left = figure.shared_axes ? 0 : left;
  l.bottom = figure.shared_axes ? 0 : bottom;
  l.cell_width = l.left + figure.panel_width + kGap;
  l.cell_height = l.panel_title + figure.panel_height + l.bottom + kGap / 2;
  const double extra_left = figure.shared_axes ? left : 0, extra_bottom = figure.shared_axes ? bottom : 0;
  l.width = 2 * kMargin + extra_left + static_cast<double>(l.columns) * l.cell_width - kGap;
  l.height = l.head + static_cast<double>(l.rows) * l.cell_height + extra_bottom + kMargin / 2;
  return l;
}

struct TextStyle {
  Colour colour = Colour::ink;
  double size = kLabelSize;
  std::string anchor = {}, weight = {}, transform = {};
};

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

void draw_path(const Path& path, Colour colour, double width, Markup& out) {
  out.leaf("path", {{"class", std::string(colour_class(colour))},
                    {"color", std::string(light_value(colour))},
                    {"fill", "none"},
                    {"stroke", "currentColor"},
                    {"stroke-width", number(width)},
                    {"d", path.data()}});
}

void draw_head(const Figure& figure, const std::vector<const Mark*>& legend, Markup& out) {
  double y = kMargin + kTitleSize * 0.8;
  draw_text(kMargin, y, figure.title, {.size = kTitleSize, .weight = "600"}, out);
  if (!figure.title.empty()) y += kTitleLine - 3;
  draw_text(kMargin, y, figure.subtitle, {.colour = Colour::muted, .size = kSubtitleSize}, out);
  if (!figure.subtitle.empty()) y += kSubtitleLine + 3;
  double x = kMargin;
  for (const Mark* mark : legend) {
    draw_key(*mark, x, y - 4, kKeyWidth, out);
    draw_text(x + kKeyWidth + 6, y, label_of(*mark), {}, out);
    x += kKeyWidth + 6 + text_width(label_of(*mark), kLabelSize) + 28;
  }
}

// One panel at (left, top), the corner of its plot area.
struct PanelPlace {
  double left, top, width, height;
  bool left_axis, bottom_axis;  // whether ticks get labels
};

void draw_axes(const Panel& panel, const Axes& axes, const PanelPlace& at, Markup& out) {
  const double bottom = at.top + at.height, right = at.left + at.width;
  const Scale x(axes.x, {at.left, right}, panel.x.logarithmic), y(axes.y, {bottom, at.top}, panel.y.logarithmic);
  Path ticks;
  for (const Tick& tick : ticks_of(panel.x, axes.x)) {
    if (!at.bottom_axis) break;
    ticks.move(x(tick.at), bottom).by_y(kTickLength);
    draw_text(x(tick.at), bottom + kTickLabels - 3, tick.label,
              {.colour = Colour::muted, .size = kTickSize, .anchor = "middle"}, out);
  }
  for (const Tick& tick : ticks_of(panel.y, axes.y)) {
    if (!at.left_axis) break;
    ticks.move(at.left, y(tick.at)).by_x(-kTickLength);
    draw_text(at.left - kTickLength - 4, y(tick.at) + kTickSize * 0.35, tick.label,
              {.colour = Colour::muted, .size = kTickSize, .anchor = "end"}, out);
  }
  draw_path(ticks, Colour::muted, 1, out);
}

void draw_labels(const Panel& panel, const PanelPlace& at, double left_room, Markup& out) {
  draw_text(at.left, at.top - 6, panel.title, {.weight = "600"}, out);
  if (at.bottom_axis) {
    draw_text(at.left + at.width / 2, at.top + at.height + kTickLabels + kAxisLabel - 6, panel.x.label,
              {.anchor = "middle"}, out);
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
  for (const Tick& tick : ticks_of(panel.x, axes.x)) grid.move(x(tick.at), 0).to_y(at.height);
  for (const Tick& tick : ticks_of(panel.y, axes.y)) grid.move(0, y(tick.at)).to_x(at.width);
  draw_path(grid, Colour::rule, 0.8, out);
  for (const Mark& mark : panel.marks) draw(mark, x, y, out);
  out.close();
}

void draw_panel(const Panel& panel, const Axes& axes, const PanelPlace& at, double left_room, Markup& out) {
  draw_content(panel, axes, at, out);
  draw_axes(panel, axes, at, out);
  Path frame;
  frame.move(at.left, at.top).by_x(at.width).by_y(at.height).by_x(-at.width).close();
  draw_path(frame, Colour::muted, 0.8, out);
  draw_labels(panel, at, left_room, out);
}

}  // namespace

std::string svg(const Figure& figure) {
  assert(!figure.panels.empty());
  const std::vector<Axes> axes = all_axes(figure);
  const std::vector<const Mark*> legend = legend_of(figure);
  const Layout l = layout_of(figure, axes, !legend.empty());
  const std::string width = number(l.width, 0), height = number(l.height, 0);
  Markup out;
  out.open("svg", {{"xmlns", "http://www.w3.org/2000/svg"},
                   {"class", "figure"},
                   {"role", "img"},
                   {"width", width},
                   {"height", height},
                   {"viewBox", "0 0 " + width + " " + height}});
  out.text("title", {}, figure.title).text("desc", {}, figure.description).text("style", {}, style_sheet());
  out.leaf("rect", {{"class", std::string(colour_class(Colour::surface))},
                    {"color", std::string(light_value(Colour::surface))},
                    {"width", width},
                    {"height", height},
                    {"fill", "currentColor"}});
  draw_head(figure, legend, out);
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    const std::size_t column = i % l.columns, row = i / l.columns;
    const bool shared = figure.shared_axes, lowest = i + l.columns >= figure.panels.size();
    const PanelPlace at{kMargin + l.first_left + static_cast<double>(column) * l.cell_width,
                        l.head + l.panel_title + static_cast<double>(row) * l.cell_height,
                        figure.panel_width,
                        figure.panel_height,
                        !shared || column == 0,
                        !shared || lowest};
    draw_panel(figure.panels[i], axes[i], at, l.first_left, out);
  }
  out.close();
  return std::move(out).finish();
}

}  // namespace ballast::app::figures
