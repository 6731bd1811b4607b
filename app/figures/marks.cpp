#include "app/figures/marks.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace ballast::app::figures {

namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

bool finite(double a, double b) {
  return std::isfinite(a) && std::isfinite(b);
}

std::string fade(double opacity) {
  return opacity < 1 ? number(opacity) : "";
}

// A path of zero-length strokes with round ends: one dot for each "M x y h0", at a tenth of the size of circles.
void draw_dots(const Path& path, const Points& points, Markup& out) {
  out.leaf("path", {{"class", std::string(colour_class(points.colour))},
                    {"color", std::string(light_value(points.colour))},
                    {"stroke", "currentColor"},
                    {"stroke-width", number(2 * points.radius)},
                    {"stroke-linecap", "round"},
                    {"opacity", fade(points.opacity)},
                    {"d", path.data()}});
}

void draw_stroke(const Path& path, Colour colour, double width, bool dashed, Markup& out) {
  out.leaf("path", {{"class", std::string(colour_class(colour))},
                    {"color", std::string(light_value(colour))},
                    {"fill", "none"},
                    {"stroke", "currentColor"},
                    {"stroke-width", number(width)},
                    {"stroke-linejoin", "round"},
                    {"stroke-linecap", dashed ? "" : "round"},
                    {"stroke-dasharray", dashed ? "5 3" : ""},
                    {"d", path.data()}});
}

void draw_fill(const Path& path, Colour colour, double opacity, Markup& out) {
  out.leaf("path", {{"class", std::string(colour_class(colour))},
                    {"color", std::string(light_value(colour))},
                    {"fill", "currentColor"},
                    {"opacity", fade(opacity)},
                    {"d", path.data()}});
}

void draw_points(const Points& points, const Scale& x, const Scale& y, Markup& out) {
  assert(points.x.size() == points.y.size());
  const std::size_t count = points.x.size(), shown = std::min(count, kMostPoints);
  Path path;
  for (std::size_t k = 0; k < shown; ++k) {
    const std::size_t i = k * count / shown;
    const double px = x(points.x[i]), py = y(points.y[i]);
    if (finite(px, py)) path.move(px, py).by_x(0);
  }
  draw_dots(path, points, out);
}

void draw_line(const Line& line, const Scale& x, const Scale& y, Markup& out) {
  assert(line.x.size() == line.y.size());
  Path path;
  bool pen_down = false;
  for (std::size_t i = 0; i < line.x.size(); ++i) {
    const double px = x(line.x[i]), py = y(line.y[i]);
    const bool seen = finite(px, py);
    if (seen) pen_down ? path.line(px, py) : path.move(px, py);
    pen_down = seen;
  }
  draw_stroke(path, line.colour, line.width, line.dashed, out);
}

void draw_bars(const Bars& bars, const Scale& x, const Scale& y, Markup& out) {
  assert(bars.edges.size() == bars.heights.size() + 1);
  const double floor = y(0), wall = x(0);
  Path path;
  for (std::size_t i = 0; i < bars.heights.size(); ++i) {
    const double from = bars.edges[i], to = bars.edges[i + 1], height = bars.heights[i];
    if (!finite(from, to) || !std::isfinite(height) || height == 0) continue;
    if (bars.sideways) {
      path.move(wall, y(from)).to_x(x(height)).to_y(y(to)).to_x(wall).close();
    } else {
      path.move(x(from), floor).to_y(y(height)).to_x(x(to)).to_y(floor).close();
    }
  }
  draw_fill(path, bars.colour, bars.opacity, out);
}

// One path for each strength of a colour that can be told apart, so that 1,600 cells stay small.
void draw_cells(const Cells& cells, const Scale& x, const Scale& y, Markup& out) {
  constexpr int kStrengths = 12;
  const std::size_t columns = cells.x_edges.size() - 1;
  assert(cells.values.size() == columns * (cells.y_edges.size() - 1));
  for (int strength = -kStrengths; strength <= kStrengths; ++strength) {
    Path path;
    for (std::size_t i = 0; i < cells.values.size(); ++i) {
      const double value = std::clamp(cells.values[i], -1.0, 1.0);
      if (!std::isfinite(value) || std::lround(value * kStrengths) != strength) continue;
      const std::size_t row = i / columns, column = i % columns;
      const double left = x(cells.x_edges[column]), top = y(cells.y_edges[row]);
      path.move(left, top).to_x(x(cells.x_edges[column + 1])).to_y(y(cells.y_edges[row + 1])).to_x(left).close();
    }
    if (strength == 0 || path.empty()) continue;
    draw_fill(path, strength < 0 ? cells.negative : cells.positive,
              cells.most_opacity * std::abs(strength) / kStrengths, out);
  }
}

void draw_words(const Words& words, const Scale& x, const Scale& y, Markup& out) {
  for (std::size_t i = 0; i < words.words.size(); ++i) {
    const double px = x(words.x[i]), py = y(words.y[i]);
    if (!finite(px, py)) continue;
    out.text("text",
             {{"class", std::string(colour_class(words.colour))},
              {"color", std::string(light_value(words.colour))},
              {"x", number(px, 1)},
              {"y", number(py + 0.35 * words.size, 1)},
              {"font-size", number(words.size)},
              {"text-anchor", "middle"}},
             words.words[i]);
  }
}

void draw_band(const Band& band, const Scale& x, const Scale& y, Markup& out) {
  assert(band.x.size() == band.low.size() && band.x.size() == band.high.size());
  Path path;  // there along the upper edge, back along the lower one
  const auto go = [&](double px, double py) {
    if (finite(px, py)) path.empty() ? path.move(px, py) : path.line(px, py);
  };
  for (std::size_t i = 0; i < band.x.size(); ++i) go(x(band.x[i]), y(band.high[i]));
  for (std::size_t i = band.x.size(); i-- > 0;) go(x(band.x[i]), y(band.low[i]));
  if (!path.empty()) draw_fill(path.close(), band.colour, band.opacity, out);
}

// A shaft, and two strokes back from its tip: as long as the arrow allows, at most 3.5 pixels.
void add_arrow(Path& path, double px, double py, double tx, double ty) {
  constexpr double kMostHead = 3.5, kHeadShare = 0.45, kSpread = 0.5;  // half the head's width over its length
  const double dx = tx - px, dy = ty - py, length = std::hypot(dx, dy);
  path.move(px, py);
  if (length < 0.3) {
    path.by_x(0);
    return;
  }
  const double head = std::min(kMostHead, kHeadShare * length) / length;
  const double bx = tx - head * dx, by = ty - head * dy, wx = -kSpread * head * dy, wy = kSpread * head * dx;
  path.line(tx, ty).move(bx + wx, by + wy).line(tx, ty).line(bx - wx, by - wy);
}

void draw_arrows(const Arrows& arrows, const Scale& x, const Scale& y, Markup& out) {
  Path path;
  for (std::size_t i = 0; i < arrows.x.size(); ++i) {
    const double px = x(arrows.x[i]), py = y(arrows.y[i]);
    const double tx = x(arrows.x[i] + arrows.dx[i]), ty = y(arrows.y[i] + arrows.dy[i]);
    if (finite(px, py) && finite(tx, ty)) add_arrow(path, px, py, tx, ty);
  }
  draw_stroke(path, arrows.colour, arrows.width, false, out);
}

void include(Range& range, const std::vector<double>& values) {
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    range.low = std::min(range.low, value);
    range.high = std::max(range.high, value);
  }
}

}  // namespace

Extent extent(const std::vector<Mark>& marks) {
  Extent all;
  const auto both = [&](const auto& mark) { include(all.x, mark.x), include(all.y, mark.y); };
  for (const Mark& mark : marks) {
    std::visit(Overloaded{both,
                          [&](const Bars& m) {
                            Range &along = m.sideways ? all.y : all.x, &up = m.sideways ? all.x : all.y;
                            include(along, m.edges), include(up, m.heights), include(up, {0.0});
                          },
                          [&](const Cells& m) { include(all.x, m.x_edges), include(all.y, m.y_edges); },
                          [&](const Band& m) { include(all.x, m.x), include(all.y, m.low), include(all.y, m.high); }},
               mark);
  }
  return all;
}

void draw(const Mark& mark, const Scale& x, const Scale& y, Markup& out) {
  const std::string group = group_of(mark);
  if (!group.empty()) out.open("g", {{"data-group", group}});
  std::visit(
      Overloaded{[&](const Points& m) { draw_points(m, x, y, out); }, [&](const Line& m) { draw_line(m, x, y, out); },
                 [&](const Bars& m) { draw_bars(m, x, y, out); }, [&](const Band& m) { draw_band(m, x, y, out); },
                 [&](const Arrows& m) { draw_arrows(m, x, y, out); }, [&](const Cells& m) { draw_cells(m, x, y, out); },
                 [&](const Words& m) { draw_words(m, x, y, out); }},
      mark);
  if (!group.empty()) out.close();
}

void draw_key(const Mark& mark, double left, double middle, double width, Markup& out) {
  constexpr double kHeight = 9;
  Path dot, stroke, box, arrow;
  dot.move(left + width / 2, middle).by_x(0);
  stroke.move(left, middle).by_x(width);
  box.move(left, middle - kHeight / 2).by_x(width).by_y(kHeight).by_x(-width).close();
  add_arrow(arrow, left, middle, left + width, middle);
  const auto draw_dot = [&](Points m) {
    m.radius = std::max(3.0, m.radius);
    m.opacity = 1;
    draw_dots(dot, m, out);
  };
  std::visit(Overloaded{[&](const Points& m) { draw_dot(m); },
                        [&](const Line& m) { draw_stroke(stroke, m.colour, std::max(1.6, m.width), m.dashed, out); },
                        [&](const Bars& m) { draw_fill(box, m.colour, m.opacity, out); },
                        [&](const Cells& m) { draw_fill(box, m.positive, m.most_opacity, out); },
                        [&](const Words& m) { draw_fill(box, m.colour, 1, out); },
                        [&](const Band& m) { draw_fill(box, m.colour, m.opacity, out); },
                        [&](const Arrows& m) { draw_stroke(arrow, m.colour, 1.4, false, out); }},
             mark);
}

std::string group_of(const Mark& mark) {
  return std::visit(
      [](const auto& m) -> std::string {
        if constexpr (requires { m.group; }) return m.group;
        return {};
      },
      mark);
}

const std::string& label_of(const Mark& mark) {
  return std::visit([](const auto& m) -> const std::string& { return m.label; }, mark);
}

}  // namespace ballast::app::figures
