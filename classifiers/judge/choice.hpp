// Choice: a rule in a few words by which one of the operating points (threshold.hpp) is chosen.
//
//   f1, fbeta=2           the largest F_beta
//   recall@precision=0.9  the most recall where precision is at least 0.9
//   precision@recall=0.8  the most precision where recall is at least 0.8
//   cost                  the least cost of misses and false alarms
//   alerts=5              the most recall where at most 5 of 1,000 rows are flagged
//
// Of points that are equally good the one that flags least is taken.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "classifiers/judge/threshold.hpp"

namespace ballast::classifiers {

struct Choice {
  enum class Rule : std::uint8_t { f_beta, recall_at_precision, precision_at_recall, cost, alerts };
  Rule rule = Rule::f_beta;
  double value = 1;  // beta, the floor, or alerts in 1,000 rows; of no meaning to cost

  // Throws Error: a rule there is none of (naming the nearest), a number that is missing, not wanted or out of range.
  static Choice parse(const std::string& text);
};

// What decisions cost. A missed positive costs `miss`, times the row's amount where there are amounts.
struct DecisionCosts {
  double miss = 10, alarm = 1;
  std::span<const float> amount = {};  // one a row, at least 0; or empty
};

// The point that the rule chooses, with the confusion counts by `weight`. Costs are those of the rule `cost` alone.
// Throws Error as operating_points, and when no point is within the rule's floor or budget: it says the best there is.
OperatingPoint choose(const Choice& choice, std::span<const float> score, std::span<const std::int32_t> y,
                      std::span<const float> weight = {}, const DecisionCosts& costs = {});

// Flagged rows for each 1,000.
double alerts_per_thousand(const Confusion& counts);

}  // namespace ballast::classifiers
