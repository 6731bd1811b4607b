// Inside the diffusion model: its loss, a few rows condensing from noise, and whether it learned rows or their law.
#include <algorithm>
#include <cmath>
#include <map>

#include "app/report/page/sections/sections.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app::page {
namespace {

using namespace figures;

// Mean over the repeats, at most `kPlaces` of it, with the range of the repeats around it.
void add_loss(const std::string& arm, const std::vector<LossCurve>& curves, Panel& panel) {
  constexpr std::size_t kPlaces = 120;
  std::size_t count = curves.front().loss.size();
  for (const LossCurve& curve : curves) count = std::min(count, curve.loss.size());
  if (count == 0) return;
  const ArmStyle style = style_of(arm);
  Line line{.x = {}, .y = {}, .colour = style.colour, .dashed = style.dashed, .label = arm};
  Band band{.x = {}, .low = {}, .high = {}, .colour = style.colour, .opacity = 0.12};
  for (const std::size_t i : thinned_rows(count, kPlaces)) {
    double sum = 0, low = curves[0].loss[i], high = low;
    for (const LossCurve& curve : curves) {
      sum += double{curve.loss[i]};
      low = std::min(low, double{curve.loss[i]});
      high = std::max(high, double{curve.loss[i]});
    }
    line.x.push_back(100 * static_cast<double>(i + 1) / static_cast<double>(count));
    line.y.push_back(sum / static_cast<double>(curves.size()));
    band.x.push_back(line.x.back());
    band.low.push_back(low);
    band.high.push_back(high);
  }
  if (curves.size() > 1) panel.marks.emplace_back(std::move(band));
  panel.marks.emplace_back(std::move(line));
}

Picture loss_picture(const Story& story) {
  Picture out{.file = "loss", .figure = {.title = "Loss over training"}};
  Panel panel{.x = {.label = "share of the updates, %", .range = Range{0, 100}}, .y = {.label = "loss"}};
  for (const Augmentation& a : story.result.options.augmentations) {
    std::vector<LossCurve> curves;
    std::ranges::copy_if(story.data.losses, std::back_inserter(curves),
                         [&](const LossCurve& curve) { return curve.augmentation == a.name; });
    if (!curves.empty()) add_loss(a.name, curves, panel);
  }
  out.figure.subtitle =
      "It should fall and level off. What is left is noise that no model can tell from data. Where an "
      "arm has several networks, that of its largest cluster.";
  out.figure.description = "The training loss falls and levels off.";
  out.figure.panels.push_back(std::move(panel));
  out.figure.panel_width = 370;
  out.figure.panel_height = 240;
  return out;
}

PlaneRows part_of(const PlaneRows& rows, std::size_t first, std::size_t last) {
  PlaneRows out;
  for (std::size_t i = first; i < std::min(last, rows.x.size()); ++i) {
    out.x.push_back(rows.x[i]);
    out.y.push_back(rows.y[i]);
  }
  return out;
}

Points dots(const PlaneRows& rows, Colour colour, double radius, double opacity, const std::string& label) {
  return {.x = rows.x, .y = rows.y, .colour = colour, .radius = radius, .opacity = opacity, .label = label};
}

Picture timeline_picture(const InsideLook& look) {
  constexpr std::size_t kFollowed = 5;
  Picture out{.file = "denoising", .figure = {.title = "Rows condense from noise"}};
  for (const PlaneSnapshot& snapshot : look.timeline) {
    Panel panel{.title = "t = " + number(snapshot.t, 2)};
    panel.marks = {
        dots(look.learned, Colour::muted, 1.4, 0.3, "training positives"),
        dots(part_of(snapshot.rows, kFollowed, snapshot.rows.x.size()), Colour::ink, 1.5, 1, "rows in the making")};
    for (std::size_t k = 0; k < std::min(kFollowed, snapshot.rows.x.size()); ++k) {
      panel.marks.emplace_back(
          dots(part_of(snapshot.rows, k, k + 1), series_colour(k), 4, 1, "row " + std::to_string(k + 1)));
    }
    panel.x.bare = panel.y.bare = true;
    out.figure.panels.push_back(std::move(panel));
  }
  out.figure.subtitle =
      "From pure noise to data at t = 0, in the plane of the training rows' two largest principal components. Follow a "
      "coloured row to where it settles.";
  out.figure.description = "Six moments of the same rows: a round cloud takes the shape of the training rows.";
  out.figure.columns = 3;
  out.figure.shared_axes = true;
  out.figure.panel_width = out.figure.panel_height = 250;
  return out;
}

Picture ruler_picture(const InsideLook& look) {
  Picture out{.file = "memorisation", .figure = {.title = "Has it learned the rows, or their law?"}};
  Line copied{.x = {}, .y = {}, .colour = Colour::series3, .label = "share of copying"};
  Line zero{.x = {}, .y = {}, .colour = Colour::muted, .width = 1, .dashed = true}, one = zero;
  Line train{.x = {}, .y = {}, .colour = Colour::series1, .label = "rows it learned"};
  Line held_out{.x = {}, .y = {}, .colour = Colour::series2, .dashed = true, .label = "held-out rows"};
  out.table = {.caption = "Level by level",
               .head = {"Time t", "Copied", "Error on learned rows", "Error on held-out rows", "Gap share"}};
  for (const diffusion::MemorisationLevel& level : look.ruler) {
    for (Line* line : {&copied, &zero, &one, &train, &held_out}) line->x.push_back(level.t);
    copied.y.push_back(level.has_line() ? level.copied : std::nan(""));
    zero.y.push_back(0);
    one.y.push_back(1);
    train.y.push_back(level.model.train);
    held_out.y.push_back(level.model.held_out);
    out.table.rows.push_back({number(level.t, 4), level.has_line() ? fixed(level.copied, 2) : "–",
                              fixed(level.model.train, 3), fixed(level.model.held_out, 3),
                              level.model.held_out > 0 ? fixed(level.model.gap_share(), 2) : "–"});
  }
  const Axis time{.label = "time t", .logarithmic = true};
  out.figure.panels = {
      {.title = "between smooth (0) and copy (1)",
       .marks = {zero, one, copied},
       .x = time,
       .y = {.label = "share of copying"}},
      {.title = "error of the noise it tells", .marks = {train, held_out}, .x = time, .y = {.label = "squared error"}}};
  out.figure.subtitle =
      "Left: at each noise level, where the network stands between a Gaussian of the rows' moments and "
      "the rows themselves. Right: its error. It copies where the share is near 1 while held-out rows "
      "fare worse.";
  out.figure.description = "The share of copying and the errors on learned and held-out rows, by noise level.";
  out.figure.columns = 2;
  out.figure.panel_width = 370;
  out.figure.panel_height = 230;
  return out;
}

}  // namespace

Section learning_section(const Story& story) {
  Section out{.id = "learning", .title = "Inside the diffusion model"};
  const bool any = std::ranges::any_of(story.data.losses, [](const LossCurve& curve) { return !curve.loss.empty(); });
  if (any) out.pictures.push_back(loss_picture(story));
  if (const auto& look = story.data.inside) {
    out.lead.push_back("The looks inside are into the model of " + look->augmentation + " of the first split.");
    out.pictures.push_back(timeline_picture(*look));
    if (!look->ruler.empty()) out.pictures.push_back(ruler_picture(*look));
  }
  return out;
}

}  // namespace ballast::app::page
