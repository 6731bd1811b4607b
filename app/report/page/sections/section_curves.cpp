// Precision-recall and ROC curves of all arms, with their spread over the repeats.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/report/page/sections/sections.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app::page {
namespace {

using namespace figures;

// More than two bands on one another are grey: that of none, and of one arm that adds rows, diffusion before others.
std::vector<std::string> banded_arms(const StudyResult& result) {
  const Augmentation* shown = nullptr;
  for (const Augmentation& a : result.options.augmentations) {
    if (a.adds_rows() && (shown == nullptr || (a.name == "diffusion"))) shown = &a;
  }
  return shown == nullptr ? std::vector<std::string>{"none"} : std::vector<std::string>{"none", shown->name};
}

using CurveOf = MeanCurve (MeanCurves::*)(const std::string&, const std::string&) const;

Panel curve_panel(const Story& story, const std::string& classifier, CurveOf curve_of) {
  Panel panel{.title = classifier};
  std::vector<Mark> lines;
  const std::vector<std::string> banded = banded_arms(story.result);
  for (const std::string& arm : ranking_arms(story.result)) {
    if (find_arm(story.result, classifier, arm) == nullptr) continue;
    const ArmStyle style = style_of(arm);
    MeanCurve curve = (story.data.curves.*curve_of)(classifier, arm);
    if (story.result.options.repeats > 1 && std::ranges::find(banded, arm) != banded.end()) {
      panel.marks.emplace_back(Band{
          .x = curve.x, .low = curve.low, .high = curve.high, .colour = style.colour, .opacity = 0.14, .group = arm});
    }
    lines.emplace_back(Line{.x = std::move(curve.x),
                            .y = std::move(curve.mean),
                            .colour = style.colour,
                            .dashed = style.dashed,
                            .label = arm,
                            .group = arm});
  }
  panel.marks.insert(panel.marks.end(), lines.begin(), lines.end());  // above all bands
  return panel;
}

// The mean curve at a few places.
DataTable curve_table(const Story& story, CurveOf curve_of, const char* what, const std::vector<double>& places,
                      int digits) {
  DataTable table{.caption = what, .head = {"Classifier", "Augmentation"}, .row_heads = 2};
  for (const double x : places) table.head.push_back(fixed(x, digits));
  for (const std::string& classifier : story.result.options.classifiers) {
    for (const std::string& arm : ranking_arms(story.result)) {
      if (find_arm(story.result, classifier, arm) == nullptr) continue;
      const MeanCurve curve = (story.data.curves.*curve_of)(classifier, arm);
      table.rows.push_back({classifier, arm});
      for (const double x : places) {
        const auto at = std::ranges::lower_bound(curve.x, x - 1e-9);
        table.rows.back().push_back(fixed(curve.mean.at(static_cast<std::size_t>(at - curve.x.begin())), 3));
      }
    }
  }
  return table;
}

Figure curve_figure(const Story& story, CurveOf curve_of) {
  Figure figure;
  for (const std::string& classifier : story.result.options.classifiers) {
    figure.panels.push_back(curve_panel(story, classifier, curve_of));
  }
  figure.columns = 2;
  figure.panel_width = 370;
  figure.panel_height = 300;
  return figure;
}

Picture precision_recall(const Story& story) {
  Picture out{.file = "curves-precision-recall", .figure = curve_figure(story, &MeanCurves::precision_recall)};
  for (Panel& panel : out.figure.panels) {
    panel.x = {.label = "recall", .range = Range{0, 1}};
    panel.y = {.label = "precision", .range = Range{0, 1.02}, .ticks = 6};
  }
  out.figure.title = "Precision and recall";
  out.figure.subtitle =
      "The further to the upper right, the better. Where bands overlap, the splits disagree by as much as the arms do.";
  out.figure.description = "Precision against recall, one line an arm, one panel a classifier.";
  out.table =
      curve_table(story, &MeanCurves::precision_recall, "Mean precision at a recall of", {0.5, 0.6, 0.7, 0.8, 0.9}, 1);
  return out;
}

// A round number below all that is drawn, so that differences can be seen.
double lowest_of(const Figure& figure) {
  double lowest = 1;
  for (const Panel& panel : figure.panels) lowest = std::min(lowest, extent(panel.marks).y.low);
  return std::clamp(std::floor(lowest * 5) / 5, 0.0, 0.8);
}

Picture roc(const Story& story) {
  Picture out{.file = "curves-roc", .figure = curve_figure(story, &MeanCurves::roc)};
  for (Panel& panel : out.figure.panels) {
    panel.x = {.label = "false alarms per negative", .range = Range{1e-4, 1}, .logarithmic = true};
    panel.y = {.label = "recall", .range = Range{lowest_of(out.figure), 1.02}, .ticks = 6};
  }
  out.figure.title = "ROC";
  out.figure.subtitle =
      "On a logarithmic axis, because with a rare class only few false alarms can be afforded: what "
      "matters is on the left.";
  out.figure.description = "Recall against the share of negatives flagged, one line an arm, one panel a classifier.";
  out.table = curve_table(story, &MeanCurves::roc, "Mean recall at a share of false alarms of", {0.001, 0.01, 0.1}, 3);
  return out;
}

}  // namespace

ArmStyle style_of(const std::string& augmentation) {
  if (augmentation == "none") return {Colour::ink, false};
  // Those that adding rows is about come first in the series; what else there is follows.
  static constexpr std::array<std::string_view, 6> kFirst{"diffusion", "smote", "oversample",
                                                          "partial",   "tuned", "weights"};
  std::vector<std::string> order(kFirst.begin(), kFirst.end());
  for (const std::string& name : augmentation_names()) {
    if (name != "none" && std::ranges::find(order, name) == order.end()) order.push_back(name);
  }
  const auto place = static_cast<std::size_t>(std::ranges::find(order, augmentation) - order.begin());
  return {series_colour(place), place >= kSeriesColours};
}

std::vector<std::string> ranking_arms(const StudyResult& result) {
  std::vector<std::string> out;
  for (const Augmentation& a : result.options.augmentations) {
    if (a.name == "none" || !a.trains_plainly()) out.push_back(a.name);
  }
  return out;
}

Section curves_section(const Story& story) {
  const StudyResult& result = story.result;
  Section out{.id = "curves", .title = "Every threshold at once"};
  const bool repeated = result.options.repeats > 1;
  out.lead.emplace_back(
      repeated ? "Lines are means over the splits; the bands, of two arms, are one standard deviation to each side."
               : "One split: the lines have no spread to show.");
  if (ranking_arms(result).size() < result.options.augmentations.size()) {
    out.lead.back() += " A tuned threshold ranks rows as none does, so it has no curve of its own.";
  }
  out.pictures = {precision_recall(story), roc(story)};
  return out;
}

}  // namespace ballast::app::page
