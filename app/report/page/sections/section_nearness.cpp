// How near synthetic rows come to the rows they were learned from.
#include <algorithm>

#include "app/report/page/sections/sections.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app::page {
namespace {

using namespace figures;

// The share of distances up to each of 100 quantiles.
Line distribution(const std::vector<double>& ascending, Colour colour, bool dashed, const std::string& label) {
  Line line{.x = {}, .y = {}, .colour = colour, .dashed = dashed, .label = label};
  line.x.push_back(ascending.front());
  line.y.push_back(0);
  for (int i = 0; i <= 100; ++i) {
    line.x.push_back(quantile_of(ascending, i / 100.0));
    line.y.push_back(i / 100.0);
  }
  return line;
}

std::vector<std::string> row_of(const std::string& name, const std::vector<double>& ascending) {
  std::vector<std::string> out{name};
  for (const double p : {0.05, 0.25, 0.5, 0.75, 0.95}) out.push_back(fixed(quantile_of(ascending, p), 2));
  const auto copies = std::ranges::count(ascending, 0.0);
  out.push_back(fixed(100 * static_cast<double>(copies) / static_cast<double>(ascending.size()), 1) + " %");
  return out;
}

}  // namespace

Section nearness_section(const Story& story) {
  const Nearness& near = story.data.nearness;
  Section out{.id = "nearness", .title = "How near to a real row"};
  if (near.empty() || near.synthetic.empty()) return out;
  Panel panel{.x = {.label = "distance to the nearest training positive"}, .y = {.label = "share of rows"}};
  DataTable table{.caption = "Quantiles of the distance, and exact copies",
                  .head = {"Rows", "5 %", "25 %", "50 %", "75 %", "95 %", "Copies"}};
  double widest = 0;
  const auto show = [&](const std::string& name, const std::vector<double>& distances, Colour colour, bool dashed) {
    if (distances.empty()) return;
    panel.marks.emplace_back(distribution(distances, colour, dashed, name));
    table.rows.push_back(row_of(name, distances));
    widest = std::max(widest, quantile_of(distances, 0.98));
  };
  show("real, to each other", near.real, Colour::ink, false);
  show("real, held out", near.held_out, Colour::ink, true);
  for (const auto& [arm, distances] : near.synthetic) {
    if (distances.empty()) continue;
    const ArmStyle style = style_of(arm);
    show(arm, distances, style.colour, style.dashed);
    std::get<Line>(panel.marks.back()).group = arm;
  }
  panel.x.range = Range{-0.02 * (widest > 0 ? widest : 1), widest > 0 ? widest : 1};
  panel.y.range = Range{0, 1.02};
  panel.y.ticks = 6;
  Picture picture{.file = "nearness", .figure = {.title = "Distance to the nearest real row"}, .table = table};
  picture.figure.subtitle =
      "A line far left of the real rows' own copies them; a line far right of it invents what "
      "was never seen. A vertical rise at 0 is exact copies.";
  picture.figure.description = "The share of rows within each distance, for real, held-out and synthetic rows.";
  picture.figure.panels.push_back(std::move(panel));
  picture.figure.panel_width = 370;
  out.lead.emplace_back(
      "Positives of the first split, in a space where all columns weigh alike. Synthetic rows are not "
      "anonymous: the nearer they are, the more they tell of a real one.");
  out.pictures.push_back(std::move(picture));
  return out;
}

}  // namespace ballast::app::page
