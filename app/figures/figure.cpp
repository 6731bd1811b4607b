#include "app/figures/figure.hpp"

#include <algorithm>
#include <cassert>
#include <set>

#include "app/figures/panel.hpp"

namespace ballast::app::figures {

namespace {

// All lengths in pixels.
constexpr double kMargin = 18, kTitleSize = 16, kSubtitleSize = 12.5;
constexpr double kTitleLine = 24, kSubtitleLine = 17, kLegendLine = 22, kPanelTitle = 19, kGap = 12, kKeyWidth = 18;

// Words in lines of at most `width`.
std::vector<std::string> wrapped(const std::string& text, double size, double width) {
  std::vector<std::string> lines;
  for (std::size_t first = 0; first < text.size();) {
    const std::size_t space = std::min(text.find(' ', first), text.size());
    const std::string word = text.substr(first, space - first);
    if (lines.empty() || text_width(lines.back() + " " + word, size) > width) {
      lines.push_back(word);
    } else {
      lines.back() += " " + word;
    }
    first = space + 1;
  }
  return lines;
}

double key_room(const Mark& mark) {
  return kKeyWidth + 6 + text_width(label_of(mark), kLabelSize) + 20;
}

// Keys in rows that fit.
std::vector<std::vector<const Mark*>> legend_rows(const std::vector<const Mark*>& legend, double width) {
  std::vector<std::vector<const Mark*>> rows;
  double used = 0;
  for (const Mark* mark : legend) {
    used += key_room(*mark);
    if (rows.empty() || used > width) {
      rows.emplace_back();
      used = key_room(*mark);
    }
    rows.back().push_back(mark);
  }
  return rows;
}

// Where everything stands.
struct Layout {
  std::size_t columns = 1, rows = 1;
  double left = 0, bottom = 0;  // of a cell: room for ticks and labels
  double cell_width = 0, cell_height = 0;
  double first_left = 0;  // with shared axes, only the first column has room for them
  double panel_title = 0;
  double head = 0;
  double width = 0, height = 0;
  std::vector<std::string> title, subtitle;
  std::vector<std::vector<const Mark*>> legend;
};

Layout layout_of(const Figure& figure, const std::vector<Axes>& axes) {
  Layout l;
  l.columns = std::min(std::max<std::size_t>(1, figure.columns), figure.panels.size());
  l.rows = (figure.panels.size() + l.columns - 1) / l.columns;
  Margins room;
  bool titles = false;
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    const Margins own = margins_of(figure.panels[i], axes[i]);
    room = {std::max(room.left, own.left), std::max(room.bottom, own.bottom), std::max(room.right, own.right)};
    titles |= !figure.panels[i].title.empty();
  }
  const bool shared = figure.shared_axes;
  l.panel_title = titles ? kPanelTitle : 4;
  l.first_left = room.left;
  l.left = shared ? 0 : room.left;
  l.bottom = shared ? 0 : room.bottom;
  l.cell_width = l.left + figure.panel_width + kGap;
  l.cell_height = l.panel_title + figure.panel_height + l.bottom + kGap / 2;
  l.width = 2 * kMargin + (shared ? room.left : 0) + static_cast<double>(l.columns) * l.cell_width - kGap;
  const double inside = l.width - 2 * kMargin;
  l.title = wrapped(figure.title, kTitleSize, inside);
  l.subtitle = wrapped(figure.subtitle, kSubtitleSize, inside);
  l.legend = legend_rows(legend_of(figure), inside);
  l.head = kMargin + kTitleLine * static_cast<double>(l.title.size()) +
           kSubtitleLine * static_cast<double>(l.subtitle.size()) + (l.subtitle.empty() ? 0 : 2) +
           kLegendLine * static_cast<double>(l.legend.size()) + (l.legend.empty() ? 0 : 2);
  l.height = l.head + static_cast<double>(l.rows) * l.cell_height + (shared ? room.bottom : 0) + kMargin / 2;
  return l;
}

void draw_head(const Layout& layout, Markup& out) {
  double y = kMargin + kTitleSize * 0.8;
  for (const std::string& line : layout.title) {
    draw_text(kMargin, y, line, {.size = kTitleSize, .weight = "600"}, out);
    y += kTitleLine;
  }
  y -= 3;
  for (const std::string& line : layout.subtitle) {
    draw_text(kMargin, y, line, {.colour = Colour::muted, .size = kSubtitleSize}, out);
    y += kSubtitleLine;
  }
  y += 5;
  for (const auto& row : layout.legend) {
    double x = kMargin;
    for (const Mark* mark : row) {
      draw_key(*mark, x, y - 4, kKeyWidth, out);
      draw_text(x + kKeyWidth + 6, y, label_of(*mark), {}, out);
      x += key_room(*mark);
    }
    y += kLegendLine;
  }
}

void open_picture(double width, double height, const std::string& group, Markup& out) {
  const std::string w = number(width, 0), h = number(height, 0);
  out.open("svg", {{"xmlns", "http://www.w3.org/2000/svg"},
                   {"class", "figure"},
                   {"role", "img"},
                   {"width", w},
                   {"height", h},
                   {"viewBox", "0 0 " + w + " " + h},
                   {"data-group", group}});
}

}  // namespace

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

std::string svg(const Figure& figure) {
  assert(!figure.panels.empty());
  const std::vector<Axes> axes = all_axes(figure);
  const Layout l = layout_of(figure, axes);
  Markup out;
  open_picture(l.width, l.height, "", out);
  out.text("title", {}, figure.title).text("desc", {}, figure.description).text("style", {}, style_sheet());
  out.leaf("rect", {{"class", std::string(colour_class(Colour::surface))},
                    {"color", std::string(light_value(Colour::surface))},
                    {"width", number(l.width, 0)},
                    {"height", number(l.height, 0)},
                    {"fill", "currentColor"}});
  draw_head(l, out);
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

std::string panel_svg(const Figure& figure, std::size_t panel, const std::string& name) {
  const Panel& shown = figure.panels.at(panel);
  const Axes axes = all_axes(figure)[panel];
  const Margins room = margins_of(shown, axes);
  const double top = shown.title.empty() ? 4 : kPanelTitle;
  Markup out;
  open_picture(room.left + figure.panel_width + room.right + 3, top + figure.panel_height + room.bottom + 3,
               shown.group, out);
  out.text("title", {}, name);
  draw_panel(shown, axes, {room.left + 1, top, figure.panel_width, figure.panel_height, true, true}, room.left, out);
  out.close();
  return std::move(out).finish();
}

std::string key_svg(const Mark& mark) {
  Markup out;
  out.open("svg", {{"class", "figure key"}, {"aria-hidden", "true"}, {"width", "18"}, {"height", "12"}});
  draw_key(mark, 0, 6, kKeyWidth, out);
  out.close();
  return std::move(out).finish();
}

}  // namespace ballast::app::figures
