#include "app/report/page/columns/column_panels.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/report/page/columns/column_facts.hpp"
#include "engine/tabular/dates/date_format.hpp"

namespace ballast::app::page {
namespace {

using namespace figures;
using tabular::Table;

constexpr std::size_t kBins = 24, kMostLevels = 8, kMostLetters = 22;

Bars in_grey(Bars real) {
  real.colour = Colour::muted;
  real.opacity = 0.4;
  real.label = "real";
  return real;
}

// Bars for real rows, a line for each of the others.
Panel numeric_panel(const Table& real, std::span<const SyntheticRows> synthetic, std::size_t column) {
  Panel panel;
  const std::vector<double> edges = middle_edges(real.column(column), kBins);
  if (edges.empty()) return panel;
  panel.marks.emplace_back(in_grey({.edges = edges, .heights = binned_shares(real.column(column), edges)}));
  for (const SyntheticRows& made : synthetic) {
    Line line{.x = {}, .y = binned_shares(made.rows->column(column), edges), .colour = made.colour, .label = made.name};
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) line.x.push_back((edges[i] + edges[i + 1]) / 2);
    line.width = 1.4;
    line.dashed = made.dashed;
    line.group = made.name;
    panel.marks.emplace_back(std::move(line));
  }
  panel.x = {.range = Range{edges.front(), edges.back()}, .ticks = 3};
  const tabular::ColumnSchema& schema = real.schema()[column];
  if (schema.kind == tabular::ColumnKind::date) {
    for (const double edge : {edges.front(), edges.back()}) panel.x.at.push_back({edge, cell_text(schema, edge)});
  }
  panel.y.bare = true;
  return panel;
}

// For each value a bar of the real share, and one for each of the others below it.
Panel discrete_panel(const Table& real, std::span<const SyntheticRows> synthetic, std::size_t column) {
  Panel panel;
  std::vector<double> values = frequent_values(real.column(column), kMostLevels);
  if (values.empty()) return panel;
  std::ranges::reverse(values);  // the first on top
  const double slot = 0.8 / static_cast<double>(synthetic.size() + 1);
  const auto bars = [&](std::span<const double> cells, std::size_t place) {
    Bars out{.sideways = true};
    const std::vector<double> shares = shares_of(cells, values);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double low = static_cast<double>(i) + 0.9 - slot * static_cast<double>(place + 1);
      out.edges.insert(out.edges.end(), {low, low + slot});
      out.heights.push_back(shares[i]);
      if (i + 1 < values.size()) out.heights.push_back(0);  // the gap to the next value
    }
    return out;
  };
  panel.marks.emplace_back(in_grey(bars(real.column(column), 0)));
  for (std::size_t a = 0; a < synthetic.size(); ++a) {
    Bars mark = bars(synthetic[a].rows->column(column), a + 1);
    mark.colour = synthetic[a].colour;
    mark.label = mark.group = synthetic[a].name;
    panel.marks.emplace_back(std::move(mark));
  }
  panel.y.range = Range{0, static_cast<double>(values.size())};
  for (std::size_t i = 0; i < values.size(); ++i) {
    panel.y.at.push_back({static_cast<double>(i) + 0.5, cell_text(real.schema()[column], values[i])});
  }
  panel.x.ticks = 3;
  return panel;
}

}  // namespace

std::string width_text(const tabular::ColumnSchema& column, double width) {
  constexpr double kDay = 86400;
  if (column.kind != tabular::ColumnKind::date) return cell_text(column, width);
  char text[32];
  std::snprintf(text, sizeof text, "%.4g days", width / kDay);
  return text;
}

Panel column_panel(const Table& real, std::span<const SyntheticRows> synthetic, std::size_t column) {
  Panel panel =
      is_discrete(real, column) ? discrete_panel(real, synthetic, column) : numeric_panel(real, synthetic, column);
  panel.title = shortened(real.schema()[column].name);
  return panel;
}

std::string shortened(const std::string& text) {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool starts = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    if (starts && letters++ == kMostLetters) return text.substr(0, at) + "…";
  }
  return text;
}

std::string cell_text(const tabular::ColumnSchema& column, double cell) {
  if (!std::isfinite(cell)) return "–";
  if (column.is_text()) {
    const auto code = static_cast<std::size_t>(cell);
    return code < column.labels.size() ? shortened(column.labels[code]) : "";
  }
  if (column.kind == tabular::ColumnKind::date) return tabular::DateFormat(column.format).write(cell);
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", cell);
  return text;
}

}  // namespace ballast::app::page
