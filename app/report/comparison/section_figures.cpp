// All figures between floor and ceiling, first in words.
#include <cmath>

#include "app/report/comparison/comparison_page.hpp"
#include "app/report/comparison/comparison_report.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app::page {
namespace {

using namespace figures;
using fidelity::Comparison;

constexpr int kPageDigits = 3;     // five columns of figures must fit the page
constexpr double kRowHeight = 22;  // pixels

Points marks(const char* label, Colour colour, double radius) {
  return {.x = {}, .y = {}, .colour = colour, .radius = radius, .label = label};
}

// Each figure a line of the picture, the first on top.
Picture overview(const Comparison& comparison) {
  Picture out{.file = "figures", .figure = {.title = "Between floor and ceiling"}};
  Points floor = marks("floor: columns shuffled", Colour::muted, 3),
         ceiling = marks("ceiling: other real rows", Colour::ink, 3),
         synthetic = marks("synthetic", Colour::series1, 4.5);
  Panel panel;
  const auto count = static_cast<double>(comparison.figures.size());
  double place = count - 0.5;
  for (const fidelity::Figure& figure : comparison.figures) {
    const auto put = [&](Points& points, const fidelity::Value& value) {
      points.x.push_back(value.value);
      points.y.push_back(place);
    };
    put(floor, figure.floor);
    put(ceiling, figure.ceiling);
    put(synthetic, figure.synthetic);
    panel.y.at.push_back({place, figure.name});
    place -= 1;
  }
  panel.marks = {std::move(floor), std::move(ceiling), std::move(synthetic)};
  panel.x = {.range = Range{-0.02, 1.02}, .ticks = 6};
  panel.y.range = Range{0, count};
  out.figure.subtitle = "Synthetic rows should lie on the ceiling, whether that is high or low.";
  out.figure.description = "For each figure three points from 0 to 1: floor, ceiling and synthetic rows.";
  out.figure.panels.push_back(std::move(panel));
  out.figure.panel_width = 330;
  out.figure.panel_height = kRowHeight * count;
  return out;
}

DataTable page_table(const Comparison& comparison) {
  DataTable out{
      .caption = "Intervals hold 95 %", .head = {"Figure", "Better", "Synthetic", "Floor", "Ceiling"}, .row_heads = 2};
  for (const fidelity::Figure& figure : comparison.figures) {
    out.rows.push_back({figure.name, to_string(figure.better), value_cell(figure.synthetic), value_cell(figure.floor),
                        value_cell(figure.ceiling)});
  }
  return out;
}

}  // namespace

std::string value_cell(const fidelity::Value& value) {
  if (std::isnan(value.value)) return "–";
  if (!value.interval) return fixed(value.value, kPageDigits);
  return fixed(value.value, kPageDigits) + " (" + fixed(value.interval->low, kPageDigits) + " to " +
         fixed(value.interval->high, kPageDigits) + ")";
}

Section comparison_figures_section(const Comparison& comparison) {
  Section out{.id = "figures", .title = "What was found"};
  out.lead = comparison_findings(comparison);
  out.lead.push_back(
      "The floor is the real columns, each shuffled by itself: all of every column, nothing of what ties "
      "them together. The ceiling is " +
      comparison.ceiling + ".");
  out.pictures.push_back(overview(comparison));
  out.tables.push_back(page_table(comparison));
  return out;
}

}  // namespace ballast::app::page
