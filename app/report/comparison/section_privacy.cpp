// Which learned rows an attacker can name.
#include "app/report/comparison/comparison_page.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app::page {
namespace {

using namespace figures;
using fidelity::AttackReport;
using fidelity::Comparison;
using fidelity::Figure;
using fidelity::Value;

// Each attack a line, its 95 % interval a stroke through its point.
Picture attacks_picture(const Comparison& comparison) {
  constexpr double kRowHeight = 26, kChance = 0.01;
  Picture out{.file = "attacks", .figure = {.title = "Learned rows that each attack names"}};
  const auto count = static_cast<double>(comparison.attacks.size());
  Panel panel;
  Points floor{.colour = Colour::muted, .radius = 3, .label = "floor: columns shuffled"},
      made{.colour = Colour::series2, .radius = 4.5, .label = "synthetic"};
  panel.marks.emplace_back(Line{
      .x = {kChance, kChance}, .y = {0, count}, .colour = Colour::ink, .width = 1, .dashed = true, .label = "chance"});
  double place = count - 0.5;
  for (const AttackReport& attack : comparison.attacks) {
    const Value& value = attack.at_hundredth.synthetic;
    panel.marks.emplace_back(
        Line{.x = {value.interval->low, value.interval->high}, .y = {place, place}, .colour = Colour::series2});
    made.x.push_back(value.value);
    made.y.push_back(place);
    floor.x.push_back(attack.at_hundredth.floor.value);
    floor.y.push_back(place);
    panel.y.at.push_back({place, attack.auc.name});
    place -= 1;
  }
  panel.marks.emplace_back(std::move(floor));
  panel.marks.emplace_back(std::move(made));
  panel.x = {.label = "share of learned rows named, at 1 % false alarms", .ticks = 6};
  panel.y.range = Range{0, count};
  out.figure.subtitle = "Strokes hold 95 % (Clopper and Pearson). To the right of chance, learned rows are exposed.";
  out.figure.description = "For each membership attack the share of learned rows that it names.";
  out.figure.panels.push_back(std::move(panel));
  out.figure.panel_width = 360;
  out.figure.panel_height = kRowHeight * count;
  return out;
}

DataTable attacks_table(const Comparison& comparison) {
  DataTable out{.caption = "On " + with_commas(comparison.attacked_rows) + " learned rows and as many others",
                .head = {"Attack", "ROC-AUC", "Named at 1 %", "Named at .1 %", "Floor at 1 %", "Ceiling at 1 %"}};
  for (const AttackReport& attack : comparison.attacks) {
    const auto cell = [](const Figure& figure, Value Figure::*part) { return value_cell(figure.*part); };
    out.rows.push_back({attack.auc.name, cell(attack.auc, &Figure::synthetic),
                        cell(attack.at_hundredth, &Figure::synthetic), cell(attack.at_thousandth, &Figure::synthetic),
                        cell(attack.at_hundredth, &Figure::floor), cell(attack.at_hundredth, &Figure::ceiling)});
  }
  return out;
}

}  // namespace

Section comparison_privacy_section(const Comparison& comparison) {
  Section out{.id = "privacy", .title = "Whom they expose"};
  if (comparison.attacks.empty()) {
    out.lead.emplace_back(
        "Not measured: attacks need at least eight real rows that the generator has not seen (--holdout). "
        "Distances to the closest record would be no evidence.");
    return out;
  }
  out.lead.emplace_back(
      "Each attack sees the synthetic rows and some other real ones, and says of a row whether the generator learned "
      "it. A row that it names while being wrong about one in a hundred others is exposed.");
  out.lead.emplace_back(
      "Attacks that fail prove nothing: rows are anonymous by a guarantee, not by a test. Distances to the closest "
      "record are no evidence of privacy at all.");
  out.pictures.push_back(attacks_picture(comparison));
  out.tables.push_back(attacks_table(comparison));
  return out;
}

}  // namespace ballast::app::page
