#include "app/experiments/lab/lab_figures.hpp"

#include <algorithm>
#include <cmath>

namespace ballast::app {

namespace {

using namespace figures;

// Means over the runs, by time. Each line is thinner than the one before it, which shows behind it where they agree.
Line error_line(const LabArm& arm, std::size_t series) {
  Line line{.x = {},
            .y = {},
            .colour = series_colour(series),
            .width = 4.4 / (1 + 0.7 * static_cast<double>(series)),
            .dashed = series % 2 == 1,  // shows what lies below
            .label = std::string(to_string(arm.predict))};
  for (std::size_t i = 0; i < arm.runs[0].levels.size(); ++i) {
    double sum = 0;
    for (const ArmRun& run : arm.runs) sum += run.levels[i].error;
    line.x.push_back(arm.runs[0].levels[i].t);
    line.y.push_back(sum / static_cast<double>(arm.runs.size()));
  }
  return line;
}

Line level_line(const LabResult& result, double (*value)(const diffusion::MemorisationLevel&)) {
  Line line;
  for (const diffusion::MemorisationLevel& level : result.ruler) {
    line.x.push_back(level.t);
    line.y.push_back(value(level));
  }
  return line;
}

Line dressed(Line line, Colour colour, bool dashed, const char* label) {
  line.colour = colour;
  line.dashed = dashed;
  line.label = label;
  return line;
}

Line flat(const Line& along, double y, Colour colour, const char* label) {
  return {.x = {along.x.front(), along.x.back()}, .y = {y, y}, .colour = colour, .dashed = true, .label = label};
}

}  // namespace

Figure lab_error_figure(const LabResult& result) {
  Figure figure{.title = result.data + ": the error that is left at each noise level"};
  figure.subtitle = "Squared error of the noise on held-out rows, read back from what each network predicts.";
  figure.description = "One panel for each way of training; a line for each parametrisation, error against time.";
  for (const std::string& schedule : result.options.schedules) {
    for (const std::string& training : result.options.training) {
      std::string way = training;
      std::ranges::replace(way, '_', ' ');
      Panel panel{.title = way + ", " + schedule + " schedule"};
      for (const LabArm& arm : result.arms) {
        if (arm.training != training || arm.schedule != schedule) continue;
        panel.marks.emplace_back(error_line(arm, panel.marks.size()));
      }
      panel.x = {.label = "time t", .logarithmic = true};
      panel.y = {.label = "squared error", .logarithmic = true};
      figure.panels.push_back(std::move(panel));
    }
  }
  figure.shared_axes = true;
  figure.columns = 2;
  figure.panel_width = 400;
  figure.panel_height = 280;
  return figure;
}

Figure lab_sampler_figure(const LabResult& result) {
  Panel panel{.x = {.label = "evaluations of the network for each row", .logarithmic = true},
              .y = {.label = "root MMD to held-out rows", .logarithmic = true}};
  for (std::size_t s = 0; s < result.options.samplers.size(); ++s) {
    Line line{.x = {}, .y = {}, .colour = series_colour(s), .label = result.options.samplers[s]};
    for (const SamplerPoint& point : result.curve) {
      if (point.sampler != line.label) continue;
      line.x.push_back(static_cast<double>(point.evaluations));
      line.y.push_back(point.mmd.mean);
    }
    panel.marks.emplace_back(std::move(line));
  }
  const Line& any = std::get<Line>(panel.marks.front());
  panel.marks.emplace_back(flat(any, result.yardstick.mean, Colour::muted, "yardstick"));
  Figure figure{.title = result.data + ": quality against evaluations"};
  figure.subtitle = result.arms[result.best].name() + "; yardstick: " + result.yardstick_name + ".";
  figure.description = "Distance of generated to held-out rows for each sampler as it is given more evaluations.";
  figure.panels = {std::move(panel)};
  return figure;
}

Figure lab_memorisation_figure(const LabResult& result) {
  using Level = diffusion::MemorisationLevel;
  const Line copied = level_line(result, [](const Level& l) { return l.has_line() ? l.copied : std::nan(""); });
  Panel share{.title = "Between smooth (0) and copy (1)",
              .marks = {flat(copied, 0, Colour::muted, ""), flat(copied, 1, Colour::muted, ""),
                        dressed(copied, Colour::series1, false, "network")},
              .x = {.label = "time t", .logarithmic = true},
              .y = {.label = "copied"}};
  Panel errors{.title = "Squared error of the noise",
               .marks = {dressed(level_line(result, [](const Level& l) { return std::min(2.0, l.copy.train); }),
                                 Colour::series2, false, "oracle of the learned rows, on them"),
                         dressed(level_line(result, [](const Level& l) { return l.smooth.held_out; }), Colour::series3,
                                 true, "Gaussian of their moments, held-out rows"),
                         dressed(level_line(result, [](const Level& l) { return l.model.train; }), Colour::series1,
                                 false, "network"),
                         dressed(level_line(result, [](const Level& l) { return l.model.held_out; }), Colour::series1,
                                 true, "network, held-out rows")},
               .x = {.label = "time t", .logarithmic = true},
               .y = {.label = "squared error"}};
  Figure figure{.title = result.data + ": has the network learned the rows or their law?"};
  figure.subtitle = result.arms[result.best].name() + ". Copying is a share near 1 where held-out rows fare worse.";
  figure.description =
      "Left, at each noise level, how far the network's answer lies from a Gaussian's to the exact score of the "
      "training rows. Right, its error on rows it learned and on rows held out.";
  figure.panels = {std::move(share), std::move(errors)};
  figure.columns = 2;
  figure.panel_width = 400;
  figure.panel_height = 280;
  return figure;
}

}  // namespace ballast::app
