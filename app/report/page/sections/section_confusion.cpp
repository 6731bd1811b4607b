// Right and wrong decisions: a confusion matrix for each arm, at its threshold of best F1.
#include "app/report/page/sections/sections.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app::page {
namespace {

using namespace figures;

classifiers::Confusion mean_counts(const Arm& arm) {
  classifiers::Confusion mean;
  const auto repeats = static_cast<double>(arm.per_repeat.size());
  for (const RepeatResult& repeat : arm.per_repeat) {
    const Decided& decided = repeat.chosen.f1;
    mean.tp += static_cast<double>(decided.tp) / repeats;
    mean.fp += static_cast<double>(decided.fp) / repeats;
    mean.fn += static_cast<double>(decided.fn) / repeats;
    mean.tn += static_cast<double>(decided.tn) / repeats;
  }
  return mean;
}

std::string count_text(double count, bool whole) {
  return whole ? with_commas(static_cast<std::size_t>(count)) : fixed(count, count < 100 ? 1 : 0);
}

// Rows: truth, positives above; columns: decision, flagged left. Shade: the share of the row.
Panel matrix_panel(const Arm& arm, bool whole) {
  const classifiers::Confusion c = mean_counts(arm);
  const double positives = c.tp + c.fn, negatives = c.fp + c.tn;
  Panel panel{.title = arm.classifier + ", " + arm.augmentation, .group = arm.augmentation};
  // Right decisions in one colour, wrong ones in another.
  panel.marks.emplace_back(Cells{.x_edges = {0, 1, 2},
                                 .y_edges = {2, 1, 0},
                                 .values = {c.tp / positives, -c.fn / positives, -c.fp / negatives, c.tn / negatives},
                                 .positive = Colour::series3,
                                 .negative = Colour::series2,
                                 .most_opacity = 0.35});
  panel.marks.emplace_back(Words{
      .x = {0.5, 1.5, 0.5, 1.5},
      .y = {1.5, 1.5, 0.5, 0.5},
      .words = {count_text(c.tp, whole), count_text(c.fn, whole), count_text(c.fp, whole), count_text(c.tn, whole)},
      .size = 14});
  panel.x = {.range = Range{0, 2}, .at = {{0.5, "flagged"}, {1.5, "passed"}}};
  panel.y = {.range = Range{0, 2}, .at = {{0.5, "negative"}, {1.5, "positive"}}};
  return panel;
}

}  // namespace

Section confusion_section(const Story& story) {
  const StudyResult& result = story.result;
  const bool whole = result.options.repeats == 1;
  Picture picture{.file = "confusion", .figure = {.title = "Confusion matrices"}};
  picture.table = {.caption = "Mean counts of a test part",
                   .head = {"Classifier", "Augmentation", "Found", "Missed", "False alarms", "Passed rightly"},
                   .row_heads = 2};
  for (const Arm& arm : result.arms) {
    picture.figure.panels.push_back(matrix_panel(arm, whole));
    const classifiers::Confusion c = mean_counts(arm);
    picture.table.rows.push_back({arm.classifier, arm.augmentation});
    for (const double count : {c.tp, c.fn, c.fp, c.tn}) picture.table.rows.back().push_back(count_text(count, whole));
  }
  picture.figure.subtitle = std::string("Rows of a test part by truth and decision") +
                            (whole ? "." : ", means over the splits.") +
                            " Green is right, orange wrong; the stronger, the larger the share of its line.";
  picture.figure.description =
      "Two by two counts for each arm: found and missed positives, false alarms and negatives "
      "passed.";
  picture.figure.columns = 4;
  picture.figure.panel_width = 140;
  picture.figure.panel_height = 96;
  Section out{.id = "confusion", .title = "Right and wrong decisions"};
  out.lead.emplace_back(result.options.chooses_thresholds()
                            ? "Decisions at the threshold of best F1, chosen alike for every arm on training rows that "
                              "its models had not learned from."
                            : "Decisions at a score of 0.5.");
  out.pictures.push_back(std::move(picture));
  return out;
}

}  // namespace ballast::app::page
