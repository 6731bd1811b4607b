// What `train` asks about the decision: added rows, the prior, a calibration, a threshold and what it costs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/commands/parsing/command.hpp"
#include "app/data/dataset.hpp"
#include "app/data/fresh_draws.hpp"
#include "app/models/decide/make_decision.hpp"

namespace ballast::app {

// --added, --added-from, --fresh, --fresh-draws, --fresh-weight, --choose, --calibrate, --base-rate,
// --no-prior-correction, --decide-on, --cost-miss, --cost-alarm, --cost-column.
std::vector<OptionSpec> decision_options();

struct DecisionRequest {
  DecisionPlan plan;
  std::vector<std::string> added;  // files of rows to learn from beside the data
  std::string added_from;          // a generator file, for rows of its own for each tree or round; empty: none
  FreshDraws fresh;                // which
  std::string decide_on;           // a file to score and decide on; empty: rows of the data
  std::string cost_column;         // of what a missed row loses; empty: the same for every row
};

// Throws Error on a rule there is none of, numbers out of range and options that do not go together: before any file is
// read.
DecisionRequest read_decision_request(const Arguments& arguments);

// What each row loses if it is missed, 0 for other rows; empty without a column. y: 1 is positive; name: of the file.
// Throws Error: no such column, text, a positive row whose amount is missing or negative.
std::vector<float> amounts_of(const tabular::Table& table, const std::string& column, std::span<const std::int32_t> y,
                              const std::string& name);

}  // namespace ballast::app
