#include "app/experiments/toy/toy_figures.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "app/figures/markup.hpp"

namespace ballast::app {

namespace {

using namespace figures;

constexpr double kPlaneHalf = 3.1, kLineHalf = 3.5;  // the axes of the timelines
constexpr std::size_t kBins = 35;                    // of 0.2: 0 and 1 are in the middle of one
constexpr double kUnderlay = 4.5;                    // pixels: an exact line, to be seen behind a learned one
constexpr double kMostError = 1.5;  // of the axis of errors: a memorising oracle is much worse than knowing nothing

std::vector<double> column(numeric::MatrixView<const float> points, std::size_t d) {
  std::vector<double> values(points.rows());
  for (std::size_t k = 0; k < points.rows(); ++k) values[k] = points(k, d);
  return values;
}

std::string title_of(const ToyResult& result) {
  return std::string(point_set(result.options.points).title);
}

// "Two moons dissolve", "A spiral dissolves".
std::string does(const ToyResult& result, const char* verb) {
  const std::string title = title_of(result);
  return title + " " + verb + (title.starts_with("Two") ? "" : "s");
}

Colour part_colour(const ToyResult& result, std::size_t part) {
  return result.parts == 2 ? series_colour(part) : ramp_colour(part, result.parts);
}

// One cloud for each part.
std::vector<Mark> clouds(const diffusion::Snapshot& snapshot, const std::vector<std::size_t>& parts,
                         const ToyResult& result) {
  std::vector<Points> clouds(result.parts);
  for (std::size_t p = 0; p < result.parts; ++p) clouds[p].colour = part_colour(result, p);
  for (std::size_t k = 0; k < snapshot.points.rows(); ++k) {
    clouds[parts[k]].x.push_back(snapshot.points(k, 0));
    clouds[parts[k]].y.push_back(snapshot.points(k, 1));
  }
  return {std::make_move_iterator(clouds.begin()), std::make_move_iterator(clouds.end())};
}

// Histograms of the parts, stacked: the whole stack is painted first, in the colour of its top part.
std::vector<Mark> stack(const diffusion::Snapshot& snapshot, const std::vector<std::size_t>& parts,
                        const ToyResult& result) {
  std::vector<double> edges(kBins + 1);
  const double width = 2 * kLineHalf / kBins;
  for (std::size_t i = 0; i <= kBins; ++i) edges[i] = -kLineHalf + width * static_cast<double>(i);
  std::vector<Bars> layers(result.parts, Bars{edges, std::vector<double>(kBins)});
  const double one = 1 / (width * static_cast<double>(snapshot.points.rows()));
  for (std::size_t k = 0; k < snapshot.points.rows(); ++k) {
    const double bin = std::floor((snapshot.points(k, 0) + kLineHalf) / width);
    if (bin < 0 || bin >= static_cast<double>(kBins)) continue;
    for (std::size_t p = parts[k]; p < result.parts; ++p) layers[p].heights[static_cast<std::size_t>(bin)] += one;
  }
  std::vector<Mark> marks;
  for (std::size_t p = result.parts; p-- > 0;) {
    layers[p].colour = part_colour(result, p);
    marks.emplace_back(std::move(layers[p]));
  }
  return marks;
}

// t as it stands above a panel: two decimals, and more near zero.
std::string time_title(double t) {
  return std::string("t = ").append(number(t, t < 0.01 ? 4 : t < 0.1 ? 3 : 2));
}

Panel timeline_panel(const diffusion::Snapshot& snapshot, const std::vector<std::size_t>& parts,
                     const ToyResult& result) {
  Panel panel;
  panel.title = time_title(snapshot.t);
  if (result.dimensions == 2) {
    panel.marks = clouds(snapshot, parts, result);
    panel.x.range = panel.y.range = Range{-kPlaneHalf, kPlaneHalf};
  } else {
    panel.marks = stack(snapshot, parts, result);
    panel.x = {.label = "x", .range = Range{-kLineHalf, kLineHalf}};
    panel.y = {.label = "density"};
  }
  panel.x.ticks = panel.y.ticks = 4;
  return panel;
}

// Points in the plane, or the histogram of points on a line.
Panel points_panel(const std::string& title, numeric::MatrixView<const float> points, Colour colour) {
  Panel panel{.title = title};
  if (points.columns() == 2) {
    Points cloud{.x = column(points, 0), .y = column(points, 1)};
    cloud.colour = colour;
    panel.marks = {cloud};
    panel.x.range = panel.y.range = Range{-kPlaneHalf, kPlaneHalf};
  } else {
    Bars bars{std::vector<double>(kBins + 1), std::vector<double>(kBins)};
    bars.colour = colour;
    const double width = 2 * kLineHalf / kBins;
    for (std::size_t i = 0; i <= kBins; ++i) bars.edges[i] = -kLineHalf + width * static_cast<double>(i);
    for (const double x : column(points, 0)) {
      const double bin = std::floor((x + kLineHalf) / width);
      if (bin < 0 || bin >= static_cast<double>(kBins)) continue;
      bars.heights[static_cast<std::size_t>(bin)] += 1 / (width * static_cast<double>(points.rows()));
    }
    panel.marks = {bars};
    panel.x = {.label = "x", .range = Range{-kLineHalf, kLineHalf}};
    panel.y = {.label = "density"};
  }
  panel.x.ticks = panel.y.ticks = 4;
  return panel;
}

Figure timeline_figure(const ToyResult& result, const std::vector<diffusion::Snapshot>& snapshots,
                       const std::vector<std::size_t>& parts, bool backwards) {
  Figure figure;
  for (const diffusion::Snapshot& snapshot : snapshots)
    figure.panels.push_back(timeline_panel(snapshot, parts, result));
  if (backwards) std::reverse(figure.panels.begin(), figure.panels.end());
  figure.columns = 5;
  figure.shared_axes = true;
  figure.panel_width = 172;
  figure.panel_height = result.dimensions == 2 ? 172 : 150;
  return figure;
}

std::string steps_text(const ToyResult& result) {
  return std::to_string(result.options.steps) + " steps of the " + result.options.schedule + " schedule";
}

// Arrow lengths: the share of a grid cell grows with the score and never passes the cell; the median score gets half.
Arrows field_arrows(const ScoreField& field, double cell) {
  std::vector<double> lengths;
  for (std::size_t k = 0; k < field.at.rows(); ++k) {
    lengths.push_back(std::hypot(double{field.learned(k, 0)}, double{field.learned(k, 1)}));
  }
  std::vector<double> sorted = lengths;
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2), sorted.end());
  const double median = sorted[sorted.size() / 2];
  Arrows arrows{.x = column(field.at.view(), 0), .y = column(field.at.view(), 1)};
  for (std::size_t k = 0; k < lengths.size(); ++k) {
    const double scale = cell / (lengths[k] + median);
    arrows.dx.push_back(scale * field.learned(k, 0));
    arrows.dy.push_back(scale * field.learned(k, 1));
  }
  arrows.colour = Colour::ink;
  return arrows;
}

std::vector<Mark> plane_score(const ScoreField& field) {
  const double half = field.at(field.at.rows() - 1, 0);
  const double cell = 2 * half / (std::sqrt(static_cast<double>(field.at.rows())) - 1);
  Points noised{.x = column(field.noised.view(), 0), .y = column(field.noised.view(), 1)};
  noised.colour = Colour::series2;
  noised.radius = 1.5;
  noised.opacity = 0.55;
  noised.label = "true points at that noise";
  Arrows arrows = field_arrows(field, cell);
  arrows.label = "learned score";
  return {noised, arrows};
}

std::vector<Mark> line_score(const ScoreField& field) {
  const std::vector<double> x = column(field.at.view(), 0);
  return {Line{.x = x,
               .y = column(field.exact.view(), 0),
               .colour = Colour::series2,
               .width = kUnderlay,
               .label = "exact score of the points it learned from"},
          Line{.x = x, .y = column(field.learned.view(), 0), .colour = Colour::series1, .label = "learned score"}};
}

Panel score_panel(const ScoreField& field, std::size_t dimensions) {
  Panel panel;
  panel.title = time_title(field.t) + ",  noise b(t) = " + tick_label(diffusion::b(field.t), 2);
  const double half = field.at(field.at.rows() - 1, 0);
  panel.x.range = Range{-1.08 * half, 1.08 * half};
  if (dimensions == 2) {
    panel.marks = plane_score(field);
    panel.y.range = panel.x.range;
  } else {
    panel.marks = line_score(field);
    panel.x.label = "x";
    panel.y.label = "score";
  }
  return panel;
}

Line error_line(const std::vector<diffusion::LevelError>& errors, Colour colour, double width, const char* label) {
  Line line{.x = {}, .y = {}, .colour = colour, .width = width, .label = label};
  for (const diffusion::LevelError& level : errors) {
    line.x.push_back(level.t);
    line.y.push_back(level.error);
  }
  return line;
}

}  // namespace

Figure noising_figure(const ToyResult& result) {
  Figure figure = timeline_figure(result, result.noising, result.noising_parts, false);
  figure.title = does(result, "dissolve") + " into noise";
  figure.subtitle = "Forward process, " + steps_text(result) + ". Colour: where a point came from.";
  figure.description = "Ten panels of the same points from time 0 to " + number(result.noising.back().t) +
                       ": the shape blurs and becomes a round normal cloud.";
  return figure;
}

Figure denoising_figure(const ToyResult& result) {
  Figure figure = timeline_figure(result, result.denoising, result.denoising_parts, true);
  figure.title = does(result, "condense") + " from noise";
  figure.subtitle = "Reverse process with the learned noise, " + steps_text(result) + ", " + result.options.sampler +
                    " sampling. Colour: where a point is going.";
  figure.description = "Ten panels of the same generated points from time " + number(result.denoising.back().t) +
                       " to 0: a normal cloud takes the shape of the data.";
  return figure;
}

Figure score_figure(const ToyResult& result) {
  Figure figure;
  for (const ScoreField& field : result.scores) figure.panels.push_back(score_panel(field, result.dimensions));
  figure.columns = figure.panels.size();
  figure.shared_axes = result.dimensions == 2;
  figure.panel_width = result.dimensions == 2 ? 330 : 270;
  figure.panel_height = result.dimensions == 2 ? 330 : 240;
  figure.title = title_of(result) + ": the learned score";
  figure.subtitle = "The way up the log density of noised points, s(x, t) = −eps(x, t) / b(t)" +
                    std::string(result.dimensions == 2 ? "; arrows lengthen with it up to the size of a cell." : ".");
  figure.description =
      "The score that the network has learned at three noise levels; it points to the data, the more "
      "sharply the less noise there is.";
  return figure;
}

Figure loss_figure(const ToyResult& result) {
  Line loss{.x = {}, .y = {}, .colour = Colour::series1, .label = "network"};
  for (std::size_t i = 0; i < result.loss.size(); ++i) {
    loss.x.push_back(static_cast<double>(std::min((i + 1) * result.loss_window, result.options.updates)));
    loss.y.push_back(double{result.loss[i]});
  }
  Panel training{.title = "Loss over training",
                 .marks = {loss},
                 .x = {.label = "update"},
                 .y = {.label = "squared error of the noise"}};
  Panel levels{.title = "What is left at each noise level, fresh points",
               .marks = {error_line(result.oracle_error, Colour::series2, kUnderlay,
                                    "exact-score oracle of the points it learned from"),
                         error_line(result.network_error, Colour::series1, 1.6, "network")},
               .x = {.label = "time t", .logarithmic = true},
               .y = {.label = "squared error of the noise", .range = Range{0, kMostError}}};
  Figure figure{.title = title_of(result) + ": training"};
  figure.subtitle =
      "Mean squared error of the noise per coordinate; 1 is as good as knowing nothing. The axis ends at 1.5: where "
      "the oracle, which has the points by heart, errs more, its line leaves the picture.";
  figure.description = "The loss falls and levels off; what is left is noise that no model can tell from data.";
  figure.panels = {training, levels};
  figure.columns = 2;
  figure.panel_width = 430;
  figure.panel_height = 270;
  return figure;
}

Figure rivals_figure(const ToyRivals& result) {
  Figure figure;
  figure.panels.push_back(points_panel("true points", result.fresh.view(), Colour::series2));
  for (const ToyContender& contender : result.contenders) {
    std::string title = contender.generator + ", ratio ";
    title += tick_label(result.ratio(contender), 2);
    figure.panels.push_back(points_panel(title, contender.points.view(), Colour::series1));
  }
  figure.columns = std::min<std::size_t>(figure.panels.size(), 3);
  figure.shared_axes = true;
  figure.panel_width = 250;
  figure.panel_height = result.dimensions == 2 ? 250 : 180;
  figure.title = std::string(point_set(result.options.points).title) + ", side by side";
  figure.subtitle = "True points and those of each generator. Ratio: root MMD² to true points over that between two";
  figure.subtitle += " true samples; 1 cannot be told apart.";
  figure.description = "One panel of true points, and one for each generator with the points it made.";
  return figure;
}

}  // namespace ballast::app
