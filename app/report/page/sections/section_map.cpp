// Real and synthetic rows in one plane.
#include "app/report/page/sections/sections.hpp"

namespace ballast::app::page {
namespace {

using namespace figures;

Points cloud(const PlaneRows& rows, Colour colour, double radius, double opacity, const std::string& label) {
  return {.x = rows.x, .y = rows.y, .colour = colour, .radius = radius, .opacity = opacity, .label = label};
}

}  // namespace

Section map_section(const Story& story) {
  const RowMap& map = story.data.map;
  Section out{.id = "map", .title = "Where the rows lie"};
  if (map.empty()) return out;
  Picture picture{.file = "map", .figure = {.title = "Rows in the plane, by UMAP"}};
  const Points negatives = cloud(map.majority, Colour::muted, 1.5, 0.35, "negatives"),
               positives = cloud(map.minority, Colour::ink, 1.7, 0.75, "positives");
  if (map.synthetic.empty()) picture.figure.panels.push_back({.title = "real rows", .marks = {negatives, positives}});
  for (const auto& [arm, rows] : map.synthetic) {
    const Points made = cloud(rows, style_of(arm).colour, 1.9, 0.75, "synthetic, " + arm);
    Panel panel{.title = arm, .marks = {negatives, positives, made}, .group = arm};
    picture.figure.panels.push_back(std::move(panel));
  }
  for (Panel& panel : picture.figure.panels) panel.x.bare = panel.y.bare = true;
  picture.figure.subtitle =
      "Near points are near rows; axes and distances between islands mean nothing. Synthetic rows "
      "belong where the positives are, and between them rather than on top of them.";
  picture.figure.description =
      "A map of training rows of both classes, with the synthetic rows of each arm placed on it.";
  picture.figure.shared_axes = true;
  picture.figure.columns = 3;
  picture.figure.panel_width = picture.figure.panel_height = 270;
  out.lead.emplace_back(
      "A thinned sample of the training rows of the first split makes the map. Synthetic rows are placed "
      "on it afterwards, so they cannot bend it.");
  out.pictures.push_back(std::move(picture));
  return out;
}

}  // namespace ballast::app::page
