// A decision, and how it was made, as text.
#include <algorithm>
#include <cmath>

#include "app/models/decide/make_decision.hpp"
#include "app/text/aligned.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app {
namespace {

using classifiers::Calibration;
using Row = std::vector<std::string>;

std::string calibration_line(const classifiers::Decision& decision) {
  const Calibration& map = decision.calibration;
  std::string out = "calibration  ";
  out += map.name();
  if (map.kind() == Calibration::Kind::platt) {
    out += ", slope " + four_digits(map.platt().slope) + ", offset " + four_digits(map.platt().offset);
  } else {
    out.append(" through ").append(std::to_string(map.scores().size())).append(" points");
  }
  return out.append(", learned ").append(decision.decided_on);
}

std::string calibrations_line(const CalibrationChoice& choice) {
  const auto loss = [&](std::size_t kind) {
    return std::isnan(choice.log_loss[kind]) ? "cannot be learned" : fixed(choice.log_loss[kind], 5);
  };
  return "calibration by cross-fitted log-loss, none unless another is better by a standard error: none " + loss(0) +
         ", platt " + loss(1) + ", isotonic " + loss(2) + "\n";
}

std::string steps_table(const std::vector<DecisionStep>& steps) {
  std::vector<Row> table{
      {"probabilities", "log-loss", "Brier", "= reliability", "- resolution", "+ uncertainty", "+ within bins"}};
  for (const DecisionStep& step : steps) {
    const classifiers::Reliability& p = step.probabilities;
    table.push_back({step.name, fixed(step.log_loss, 5), fixed(p.brier, 6), fixed(p.reliability, 6),
                     fixed(p.resolution, 6), fixed(p.uncertainty, 6), fixed(p.within, 6)});
  }
  return aligned(table, 1);
}

// The bins of the first step and of the last, side by side.
std::string bins_table(const std::vector<DecisionStep>& steps) {
  const auto cells = [](const classifiers::Reliability& p, double low) -> Row {
    const auto bin = std::ranges::find(p.bins, low, &classifiers::ReliabilityBin::low);
    if (bin == p.bins.end()) return {"", "", ""};
    return {with_commas(bin->rows), fixed(bin->mean, 5), fixed(bin->share, 5)};
  };
  const classifiers::Reliability &before = steps.front().probabilities, &after = steps.back().probabilities;
  const bool changed = steps.size() > 1;
  std::vector<Row> table{{"reliability", "as scored", "mean", "positive"}};
  if (changed) table.back().insert(table.back().end(), {steps.back().name, "mean", "positive"});
  const std::span<const double> edges = classifiers::reliability_edges();
  for (std::size_t k = 0; k + 1 < edges.size(); ++k) {
    const Row left = cells(before, edges[k]), right = changed ? cells(after, edges[k]) : Row{};
    if (left[0].empty() && (right.empty() || right[0].empty())) continue;
    table.push_back({four_digits(edges[k]) + " to " + four_digits(edges[k + 1])});
    table.back().insert(table.back().end(), left.begin(), left.end());
    table.back().insert(table.back().end(), right.begin(), right.end());
  }
  return aligned(table, 1);
}

}  // namespace

std::vector<std::string> decision_lines(const classifiers::Decision& decision) {
  std::vector<std::string> out;
  if (decision.base_rate)
    out.push_back(std::string("base rate    ") + all_digits(*decision.base_rate) + " positive, as stated");
  if (decision.odds_ratio != 1) {
    out.push_back(std::string("prior        odds of scores times ") + four_digits(decision.odds_ratio) +
                  ", for the share of positives learned from");
  }
  if (decision.calibration.kind() != Calibration::Kind::none) out.push_back(calibration_line(decision));
  if (decision.threshold) {
    out.push_back(std::string("threshold    ") + all_digits(*decision.threshold) + " by " + decision.rule +
                  ", chosen " + decision.decided_on);
  }
  return out;
}

std::string made_decision_text(const MadeDecision& made) {
  std::string out;
  for (const std::string& line : decision_lines(made.decision)) out += line + "\n";
  if (made.steps.empty()) return out;
  out += std::string("\n") + with_commas(made.rows) + " rows " + made.decision.decided_on;
  if (made.decision.base_rate) out += ", at a base rate of " + all_digits(*made.decision.base_rate);
  if (!made.calibrations.log_loss.empty()) out.append("\n").append(calibrations_line(made.calibrations));
  out += std::string("\n") + steps_table(made.steps) + "\n" + bins_table(made.steps);
  if (!made.chosen) return out;
  return out + "\nat the threshold: precision " + fixed(made.chosen->precision, 4) + ", recall " +
         fixed(made.chosen->recall, 4) + ", " + fixed(made.chosen->alerts, 2) + " alerts per 1,000 rows\n";
}

}  // namespace ballast::app
