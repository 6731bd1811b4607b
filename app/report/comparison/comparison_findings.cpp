// What stands out in a comparison, in sentences.
#include <algorithm>
#include <cmath>

#include "app/report/comparison/comparison_report.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app {
namespace {

using namespace fidelity;

std::string told_apart(const Comparison& comparison) {
  const Figure* figure = comparison.find("two_sample");
  if (figure == nullptr || std::isnan(figure->synthetic.value)) return "";
  std::string out = "Boosted trees tell synthetic from real rows to a score of " + fixed(figure->synthetic.value, 3) +
                    " (1: not at all; 0: always)";
  if (!std::isnan(figure->ceiling.value)) out += "; other real rows get " + fixed(figure->ceiling.value, 3);
  const auto column = std::ranges::max_element(comparison.columns, {}, &ColumnReport::gain);
  if (column != comparison.columns.end() && column->gain > 0) {
    out += ". They gained most by " + column->name + " (" + fixed(100 * column->gain, 0) + " %)";
  }
  return out + ".";
}

std::string taught(const Comparison& comparison) {
  const Figure* figure = comparison.find("target_auc");
  if (figure == nullptr) figure = comparison.find("columns_auc");
  if (figure == nullptr || std::isnan(figure->synthetic.value)) return "";
  return "Learned from synthetic rows, " + figure->name.substr(0, figure->name.rfind(',')) + " is " +
         fixed(figure->synthetic.value, 3) + ", from real rows " + fixed(figure->ceiling.value, 3) + ".";
}

std::string exposed(const Comparison& comparison) {
  const Figure* figure = comparison.find("worst_attack_tpr_at_1");
  if (figure == nullptr)
    return "Privacy was not measured: it takes at least eight rows that the generator has not seen (--holdout).";
  return "The worst of the membership attacks names " + fixed(100 * figure->synthetic.value, 1) +
         " % of the learned rows at 1 % false alarms; of rows that nobody learned " +
         fixed(100 * figure->ceiling.value, 1) + " %.";
}

// Held-out rows that were learned are no strangers to anything they are held against.
std::string known_strangers(const Comparison& comparison) {
  const HeldOutCopies& copies = comparison.held_out_copies;
  if (!comparison.holdout || !copies.stand_out(comparison.holdout->rows)) return "";
  return "Caution: " + with_commas(copies.rows) + " of " + with_commas(comparison.holdout->rows) +
         " held-out rows equal a row of " + comparison.real.name + " (of strangers about " +
         with_commas(copies.by_chance) +
         " would): the ceiling flatters, and attacks take learned rows for strangers; hold out rows that were set "
         "aside (ballast split).";
}

}  // namespace

std::vector<std::string> comparison_findings(const Comparison& comparison) {
  std::vector<std::string> out{told_apart(comparison), taught(comparison), exposed(comparison),
                               known_strangers(comparison)};
  std::erase(out, "");
  return out;
}

}  // namespace ballast::app
