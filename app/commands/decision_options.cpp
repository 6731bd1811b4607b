#include "app/commands/decision_options.hpp"

#include "engine/error.hpp"

namespace ballast::app {
namespace {

using classifiers::Calibration;

void require_together(const Arguments& arguments, const DecisionPlan& plan) {
  const bool by_cost = plan.choice && plan.choice->rule == classifiers::Choice::Rule::cost;
  for (const char* name : {"cost-miss", "cost-alarm", "cost-column"}) {
    if (arguments.given(name) && !by_cost) throw Error("--" + std::string(name) + " is read with --choose cost only");
  }
  if (arguments.given("decide-on") && !plan.needs_scores()) {
    throw Error("--decide-on is read with --choose or --calibrate only");
  }
  if (arguments.given("continue") && plan.needs_scores() && !arguments.given("decide-on")) {
    throw Error("--choose and --calibrate with --continue need --decide-on FILE")
        .hint("the model to go on from has learnt from these rows, so its scores of them are too good");
  }
}

}  // namespace

std::vector<OptionSpec> decision_options() {
  return {
      {"added", "FILE,FILE", "",
       "Files of `ballast sample`: their rows are learnt from beside the data, and never choose. Known to be added, "
       "they are taken into account in every probability."},
      {"base-rate", "X", "",
       "Share of positives where the model will work, such as 0.00173: probabilities and thresholds are put right for "
       "it. Default: the share in the data."},
      {"no-prior-correction", "", "", "Leave scores as they are, whatever was added or weighed."},
      {"calibrate", "KIND", "none", "none, platt (a logistic curve of the log-odds) or isotonic (any rising curve)."},
      {"choose", "RULE", "",
       "Choose the threshold that `predict` flags from: f1, fbeta=2, recall@precision=0.9 (the most recall at that "
       "precision or better), precision@recall=0.8, cost, or alerts=5 (the most recall by at most 5 flags per 1,000 "
       "rows)."},
      {"decide-on", "FILE", "",
       "Calibrate and choose on the rows of this file, scored by the model. Default: on the data, out of bag for the "
       "forest, by 5-fold cross-fitting for boosting, or with --early-stopping on the rows set apart."},
      {"cost-miss", "X", "", "Of --choose cost: what a missed positive costs. Default: 10, with --cost-column 1."},
      {"cost-alarm", "X", "1", "Of --choose cost: what a false alarm costs."},
      {"cost-column", "NAME", "", "Of --choose cost: a column of amounts; a miss costs its row's, times --cost-miss."}};
}

DecisionRequest read_decision_request(const Arguments& arguments) {
  constexpr double kMost = 1e9;
  DecisionRequest out;
  DecisionPlan& plan = out.plan;
  if (arguments.given("choose")) {
    plan.rule = arguments.text("choose");
    try {
      plan.choice = classifiers::Choice::parse(plan.rule);
    } catch (const Error& error) {
      throw Error("--choose: " + std::string(error.what()));
    }
  }
  const std::string calibrate = arguments.choice("calibrate", {"none", "platt", "isotonic"});
  if (calibrate != "none")
    plan.calibrate = calibrate == "platt" ? Calibration::Kind::platt : Calibration::Kind::isotonic;
  if (arguments.given("base-rate")) plan.base_rate = arguments.real("base-rate", 0, 1);
  plan.correct_prior = !arguments.flag("no-prior-correction");
  require_together(arguments, plan);
  out.cost_column = arguments.text_or("cost-column", "");
  plan.cost_miss = out.cost_column.empty() ? 10 : 1;
  if (arguments.given("cost-miss")) plan.cost_miss = arguments.real("cost-miss", 0, kMost, true);
  plan.cost_alarm = arguments.real("cost-alarm", 0, kMost, true);
  if (plan.cost_miss == 0 && plan.cost_alarm == 0) {
    throw Error("--cost-miss and --cost-alarm are both 0: every threshold is as good");
  }
  out.added = arguments.list("added");
  out.decide_on = arguments.text_or("decide-on", "");
  return out;
}

std::vector<float> amounts_of(const tabular::Table& table, const std::string& column, std::span<const std::int32_t> y,
                              const std::string& name) {
  if (column.empty()) return {};
  std::size_t index = 0;
  try {
    index = table.index_of(column);
  } catch (Error& error) {
    throw error.in(name);
  }
  if (table.schema()[index].is_text()) throw Error("--cost-column: '" + column + "' holds text").in(name);
  std::vector<float> out(y.size(), 0.0F);
  for (std::size_t row = 0; row < y.size(); ++row) {
    if (y[row] != 1) continue;
    const double amount = table.column(index)[row];
    if (!(amount >= 0)) {
      throw Error("--cost-column: no amount that can be lost")
          .in(name, table.line(row))
          .expected("a number of at least 0 in column '" + column + "' of every positive row")
          .got(cell_text(table.schema()[index], amount));
    }
    out[row] = static_cast<float>(amount);
  }
  return out;
}

}  // namespace ballast::app
