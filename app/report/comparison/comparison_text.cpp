// A comparison as text.
#include <algorithm>
#include <cmath>

#include "app/report/comparison/comparison_report.hpp"
#include "app/text/aligned.hpp"
#include "app/text/numbers.hpp"
#include "engine/quoting.hpp"

namespace ballast::app {
namespace {

using namespace fidelity;

using Row = std::vector<std::string>;

constexpr std::size_t kWorstColumns = 8;
constexpr int kDigits = 4;

std::string shown(double value) {
  return std::isnan(value) ? "-" : fixed(value, kDigits);
}

std::string shown(const Value& value) {
  if (!value.interval || std::isnan(value.value)) return shown(value.value);
  return shown(value.value) + " (" + shown(value.interval->low) + " to " + shown(value.interval->high) + ")";
}

std::string side(const char* what, const Side& side) {
  return std::string(what) + " " + with_commas(side.rows) + (side.rows == 1 ? " row" : " rows");
}

std::string figures_table(const Comparison& comparison) {
  std::vector<Row> table{{"", "better", "synthetic", "floor", "ceiling"}};
  std::string group;
  for (const Figure& figure : comparison.figures) {
    if (to_string(figure.group) != group) {
      group = to_string(figure.group);
      table.push_back({group, "", "", "", ""});
    }
    table.push_back({"  " + figure.name, to_string(figure.better), shown(figure.synthetic), shown(figure.floor),
                     shown(figure.ceiling)});
  }
  return aligned(table, 2);
}

// Those by which rows are told apart first, then the least alike.
std::string worst_columns_text(const Comparison& comparison) {
  std::vector<ColumnReport> columns = comparison.columns;
  std::erase_if(columns, [](const ColumnReport& column) { return std::isnan(column.shape); });
  std::ranges::stable_sort(columns, [](const ColumnReport& a, const ColumnReport& b) {
    return a.gain != b.gain ? a.gain > b.gain : a.shape < b.shape;
  });
  columns.resize(std::min(columns.size(), kWorstColumns));
  std::vector<Row> table{{"columns that give rows away", "kind", "gain", "shape", "bounds", "levels", "decimals"}};
  for (const ColumnReport& column : columns) {
    table.push_back({column.name, column.kind, fixed(100 * column.gain, 1) + " %", shown(column.shape),
                     shown(column.bounds), shown(column.levels), shown(column.lattice)});
  }
  return aligned(table, 2);
}

std::string worst_pairs_text(const Comparison& comparison) {
  if (comparison.worst_pairs.empty()) return "";
  std::vector<Row> table{{"pairs, least alike first", "", "trend"}};
  for (const PairReport& pair : comparison.worst_pairs) table.push_back({pair.first, pair.second, shown(pair.trend)});
  return "\n" + aligned(table, 2);
}

// The share of learned rows that each attack names at 1 % false alarms.
std::string attacks_text(const Comparison& comparison) {
  if (comparison.attacks.empty()) {
    return "\nprivacy was not measured: attacks need at least eight rows that the generator has not seen (--holdout)\n";
  }
  std::vector<Row> table{{"membership attacks", "ROC-AUC", "named at 1 %", "at .1 %", "floor at 1 %"}};
  for (const AttackReport& attack : comparison.attacks) {
    table.push_back({attack.auc.name, shown(attack.auc.synthetic.value), shown(attack.at_hundredth.synthetic),
                     shown(attack.at_thousandth.synthetic), shown(attack.at_hundredth.floor)});
  }
  return "\n" + aligned(table, 1) + "on " + with_commas(comparison.attacked_rows) +
         " learned rows and as many others; chance names 1 % and .1 %. Rows that stand attacks from outside are not " +
         "anonymous for that, and distances to the closest record are no evidence of privacy at all.\n";
}

}  // namespace

std::string comparison_text(const Comparison& comparison) {
  std::string out = side("real", comparison.real) + ", " + side("synthetic", comparison.synthetic);
  if (comparison.holdout) out += ", " + side("held out", *comparison.holdout);
  out += "\nfloor: the real columns, each shuffled by itself; ceiling: " + comparison.ceiling + "\n\n" +
         figures_table(comparison) + "\n" + worst_columns_text(comparison) + worst_pairs_text(comparison);
  out += "\ngain: the column's share in the two-sample test, of " + with_commas(comparison.told_apart) +
         " rows a side (ceiling: " + with_commas(comparison.ceiling_told_apart) + ")\n" + attacks_text(comparison);
  out += "\n";
  for (const std::string& finding : comparison_findings(comparison)) out += one_line(finding) + "\n";
  if (comparison.pairs_measured < comparison.pairs) {
    out += "\n" + with_commas(comparison.pairs_measured) + " of " + with_commas(comparison.pairs) +
           " pairs of columns were measured, drawn evenly\n";
  }
  return out;
}

}  // namespace ballast::app
