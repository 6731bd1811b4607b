// The balancing act: what any threshold does (operating_grid.hpp), and the one of least cost that the study chose.
// Tables and a picture for every arm at 0.5 and at the chosen threshold; with scripts, cards that follow a slider.
#include <algorithm>
#include <cmath>

#include "app/report/page/html.hpp"
#include "app/report/page/sections/sections.hpp"
#include "app/text/numbers.hpp"
#include "classifiers/judge/base_rate.hpp"

namespace ballast::app::page {
namespace {

using namespace figures;

// A share of positives to count at.
struct Setting {
  std::string name;
  double weight;  // of a negative
  bool at_base_rate = false;
};

std::vector<Setting> settings_of(const StudyResult& result) {
  const DataFacts& data = result.data;
  const double share = 100 * static_cast<double>(data.positives) / static_cast<double>(data.rows);
  std::vector<Setting> out{{"as sampled, " + fixed(share, 2) + " % positive", 1}};
  if (result.options.base_rate) {
    const Decided& counts = result.arms.at(0).per_repeat.at(0).plain;
    out.push_back(
        {"where it will work, " + fixed(100 * *result.options.base_rate, 3) + " % positive",
         classifiers::negative_weight(counts.tp + counts.fn, counts.fp + counts.tn, *result.options.base_rate), true});
  }
  return out;
}

// The thresholds of least cost of an arm: the middle one of the repeats, and the mean counts of each at its own.
struct Choice {
  double median = 0;
  classifiers::Confusion counts;
};

Choice choice_of(const Arm& arm, const Setting& setting) {
  Choice out;
  std::vector<double> thresholds;
  const double share = 1 / static_cast<double>(arm.per_repeat.size());
  for (const RepeatResult& repeat : arm.per_repeat) {
    const Decided& d = (setting.at_base_rate ? *repeat.chosen_at_base_rate : repeat.chosen).cost;
    thresholds.push_back(d.threshold);
    out.counts.tp += share * static_cast<double>(d.tp);
    out.counts.fp += share * static_cast<double>(d.fp);
    out.counts.fn += share * static_cast<double>(d.fn);
    out.counts.tn += share * static_cast<double>(d.tn);
  }
  std::ranges::sort(thresholds);
  out.median = thresholds[thresholds.size() / 2];
  return out;
}

bool chosen(const Story& story) {
  return story.result.options.chooses_thresholds();
}

std::string cost_text(double cost) {
  return cost < 100 ? fixed(cost, 2) : with_commas(static_cast<std::size_t>(std::lround(cost)));
}

std::string threshold_text(double threshold) {
  std::string text = number(threshold, 4);
  if (text.size() == 3) text += '0';  // 0.5 stands among 0.51s
  return text;
}

void append(std::vector<std::string>& row, const Rates& rates) {
  row.push_back(fixed(rates.recall, 3));
  row.push_back(fixed(rates.precision, 3));
  row.push_back(fixed(rates.alerts, rates.alerts < 100 ? 2 : 0));
  row.push_back(cost_text(rates.cost));
}

DataTable setting_table(const Story& story, const Setting& setting) {
  DataTable table{.caption = "Decisions at 0.5 and at the threshold of least cost, " + setting.name +
                             "; alerts and cost for each 1,000 rows",
                  .head = {"Classifier", "Augmentation", "Recall at 0.5", "Precision", "Alerts", "Cost",
                           "Chosen threshold", "Recall", "Precision", "Alerts", "Cost"},
                  .row_heads = 2};
  for (const Arm& arm : story.result.arms) {
    const auto counts = story.data.grid.mean_counts(arm.classifier, arm.augmentation);
    const Choice choice = choice_of(arm, setting);
    std::vector<std::string> row{arm.classifier, arm.augmentation};
    append(row, rates_of(counts[place_of_half()], setting.weight, story.result.options.costs));
    row.push_back(threshold_text(choice.median));
    append(row, rates_of(choice.counts, setting.weight, story.result.options.costs));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Panel cost_panel(const Story& story, const Setting& setting, const std::string& classifier) {
  Panel panel{.title = classifier + ", " + setting.name};
  std::vector<Mark> chosen;
  for (const Augmentation& a : story.result.options.augmentations) {
    if (!a.is_of(classifier)) continue;
    const ArmStyle style = style_of(a.name);
    const auto counts = story.data.grid.mean_counts(classifier, a.name);
    Line line{.x = {threshold_grid().begin(), threshold_grid().end()},
              .y = {},
              .colour = style.colour,
              .dashed = style.dashed,
              .label = a.name,
              .group = a.name};
    for (const auto& c : counts) line.y.push_back(rates_of(c, setting.weight, story.result.options.costs).cost);
    if (a.name == "none" || !a.trains_plainly()) panel.marks.emplace_back(std::move(line));
    if (a.trains_plainly() && a.name != "none") continue;
    const Choice choice = choice_of(*find_arm(story.result, classifier, a.name), setting);
    chosen.emplace_back(Points{.x = {choice.median},
                               .y = {rates_of(choice.counts, setting.weight, story.result.options.costs).cost},
                               .colour = style.colour,
                               .radius = 4,
                               .group = a.name});
  }
  panel.marks.insert(panel.marks.end(), chosen.begin(), chosen.end());
  panel.x = {.label = "threshold", .range = Range{0, 1}};
  panel.y = {.label = "cost per 1,000 rows", .logarithmic = true};
  return panel;
}

Picture cost_picture(const Story& story) {
  Picture out{.file = "balance-cost", .figure = {.title = "What a threshold costs"}};
  for (const Setting& setting : settings_of(story.result)) {
    for (const std::string& classifier : story.result.options.classifiers) {
      out.figure.panels.push_back(cost_panel(story, setting, classifier));
    }
  }
  out.figure.subtitle = std::string(
                            "Means over the test parts. Dots: the chosen threshold, and what it cost on the "
                            "test rows") +
                        (chosen(story) ? "; a dot above its line is the price of not having seen them." : ".");
  out.figure.description = "Cost for each 1,000 rows against the threshold, one line an arm.";
  out.figure.columns = 2;
  out.figure.panel_width = 370;
  out.figure.panel_height = 240;
  return out;
}

// Two pans on a beam; the script tilts it to the dearer side.
constexpr std::string_view kScales =
    R"(<svg class="scales" viewBox="0 0 240 84" aria-hidden="true"><path class="stand" d="M120 20V78M96 78h48"/>)"
    R"(<g class="beam"><path d="M50 20H190M50 20l-14 22h28zM190 20l-14 22h28z"/></g>)"
    R"(<text x="40" y="78">missed</text><text x="200" y="78">false alarms</text></svg>)";

void put_measure(const char* name, const char* key, Markup& out) {
  out.open("div").text("dt", {}, name).open("dd").text("span", {{"data-key", key}}, "–");
  out.open("span", {{"class", "bar"}, {"aria-hidden", "true"}}).text("span", {{"data-bar", key}}, "").close();
  out.close().close();
}

void put_cards(const Story& story, const std::vector<Setting>& settings, Markup& out) {
  for (std::size_t s = 0; s < settings.size(); ++s) {
    out.text("h4", {}, "Base rate: " + settings[s].name);
    out.open("div", {{"class", "cards"}});
    for (std::size_t c = 0; c < story.result.options.classifiers.size(); ++c) {
      out.open("article",
               {{"class", "card"}, {"data-setting", std::to_string(s)}, {"data-classifier", std::to_string(c)}});
      out.text("h5", {}, story.result.options.classifiers[c]).raw(kScales).open("dl");
      put_measure("Recall", "recall", out);
      put_measure("Precision", "precision", out);
      put_measure("Alerts per 1,000 rows", "alerts", out);
      put_measure("Cost per 1,000 rows", "cost", out);
      out.close();
      out.open("p").text("span", {{"data-key", "chosen"}}, "");
      const std::string where = story.result.options.classifiers[c] + ", " + settings[s].name;
      out.text("button", {{"type", "button"}, {"aria-label", "Set the slider there: " + where}},
               "Set the slider there");
      out.close().close();
    }
    out.close();
  }
}

void put_cost(const char* id, const char* label, double value, Markup& out) {
  out.open("p").text("label", {{"for", id}}, label);
  out.leaf("input", {{"type", "number"}, {"id", id}, {"min", "0"}, {"step", "any"}, {"value", number(value, 6)}})
      .close();
}

void put_controls(const Story& story, Markup& out) {
  const std::string last = std::to_string(threshold_grid().size() - 1), half = std::to_string(place_of_half());
  out.open("div", {{"class", "controls"}}).open("p").text("label", {{"for", "arm"}}, "Augmentation");
  out.open("select", {{"id", "arm"}});
  for (const Augmentation& a : story.result.options.augmentations) out.text("option", {}, a.name);
  out.close().close();
  put_cost("cost-miss", "A miss costs", story.result.options.costs.miss, out);
  put_cost("cost-alarm", "A false alarm costs", story.result.options.costs.alarm, out);
  out.open("p").text("label", {{"for", "threshold"}}, "Threshold");
  out.leaf("input",
           {{"type", "range"}, {"id", "threshold"}, {"min", "0"}, {"max", last}, {"step", "1"}, {"value", half}});
  out.text("output", {{"id", "threshold-value"}, {"for", "threshold"}}, threshold_text(0.5)).close().close();
}

// "[1,2.5,...]".
std::string json_list(const std::vector<double>& values) {
  std::string out = "[";
  for (const double value : values) out.append(out.size() > 1 ? "," : "").append(number(value, 4));
  return out + "]";
}

std::string arm_json(const Story& story, const Arm& arm, const std::vector<Setting>& settings) {
  const auto counts = story.data.grid.mean_counts(arm.classifier, arm.augmentation);
  std::vector<double> tp, fp, chosen;
  for (const auto& c : counts) tp.push_back(c.tp), fp.push_back(c.fp);
  for (const Setting& setting : settings) {
    const Choice choice = choice_of(arm, setting);
    chosen.push_back(static_cast<double>(nearest_place(choice.median)));
  }
  return "{\"p\":" + number(counts[0].tp + counts[0].fn, 4) + ",\"n\":" + number(counts[0].fp + counts[0].tn, 4) +
         ",\"tp\":" + json_list(tp) + ",\"fp\":" + json_list(fp) + ",\"chosen\":" + json_list(chosen) + "}";
}

std::string how_chosen(const Story& story) {
  if (chosen(story)) {
    return "The chosen threshold is the one of least cost on training rows, scored by models of the same kind that had "
           "not learned from them. No test row chooses a threshold. Shown is the median over the splits; in the "
           "tables, the figures beside it are those of each split at its own threshold, so they differ a little from "
           "those of the slider.";
  }
  return "This study chose no thresholds (--folds 0), so the one shown is the one that would cost least if scores were "
         "calibrated probabilities: alarm / (alarm + miss), at the base rate.";
}

}  // namespace

std::string balance_json(const Story& story) {
  const std::vector<Setting> settings = settings_of(story.result);
  std::vector<double> weights;
  for (const Setting& setting : settings) weights.push_back(setting.weight);
  std::string out = "{\"miss\":" + number(story.result.options.costs.miss, 6) +
                    ",\"alarm\":" + number(story.result.options.costs.alarm, 6) +
                    ",\"grid\":" + json_list({threshold_grid().begin(), threshold_grid().end()}) +
                    ",\"validated\":" + (chosen(story) ? "true" : "false") + ",\"weight\":" + json_list(weights) +
                    ",\"arms\":[";
  for (std::size_t i = 0; i < story.result.arms.size(); ++i) {
    out.append(i > 0 ? "," : "").append(arm_json(story, story.result.arms[i], settings));
  }
  return out + "]}";
}

Section balance_section(const Story& story) {
  const std::vector<Setting> settings = settings_of(story.result);
  const Costs& costs = story.result.options.costs;
  Section out{.id = "balance", .title = "The balancing act"};
  out.lead.push_back("A lower threshold finds more and cries wolf more. Here a missed positive costs " +
                     number(costs.miss, 6) + " and a false alarm " + number(costs.alarm, 6) +
                     (story.request.default_costs
                          ? ": a guess, for want of yours (--cost-miss, --cost-alarm, or below)."
                          : ", as given (--cost-miss, --cost-alarm)."));
  out.lead.push_back(how_chosen(story));
  if (settings.size() == 1) {
    out.lead.emplace_back(
        "The figures hold for the share of positives in this sample. --base-rate adds those of where "
        "the classifier will work.");
  }
  Markup live;
  live.open("div", {{"id", "live"}, {"hidden", "hidden"}}).text("h3", {}, "Try it: move the threshold");
  put_controls(story, live);
  put_cards(story, settings, live);
  live.close();
  live.open("noscript")
      .text("p", {{"class", "note"}}, "The slider needs scripts; the tables say the same without.")
      .close();
  out.html = std::move(live).finish();
  for (const Setting& setting : settings) {
    Markup table;
    put_table(setting_table(story, setting), table);
    out.html += std::move(table).finish();
  }
  out.pictures.push_back(cost_picture(story));
  return out;
}

}  // namespace ballast::app::page
