// Conditions on which an option is read, as a row of the table of options states them:
//
//   classifier=forest                   the option --classifier holds forest, given or by default
//   early-stopping                      --early-stopping is given
//   !data-out                           it is not
//   DATA.csv=-                          a positional word
//   choose | calibrate=platt,isotonic   one of them
//   classifier=boosting & two-classes   all of them; `|` binds closer. two-classes is no option but a fact, which the
//                                       command states once it knows it (Arguments::state)
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::app {

struct Term {
  bool negated = false;
  std::string name;
  std::vector<std::string> values;  // empty: given at all
};
using Clause = std::vector<Term>;       // holds if one of its terms does
using Condition = std::vector<Clause>;  // holds if all of its clauses do

Condition parse_condition(std::string_view text);

// As a user would type it, "with --choose or --calibrate platt or isotonic". is_option: whether a name is an option's.
using IsOption = std::function<bool(const std::string&)>;
std::string clause_text(const Clause& clause, const IsOption& is_option);

}  // namespace ballast::app
