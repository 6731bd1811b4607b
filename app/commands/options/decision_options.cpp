#include "app/commands/options/decision_options.hpp"

#include "app/commands/options/data_options.hpp"
#include "engine/error.hpp"

namespace ballast::app {
namespace {

using classifiers::Calibration;

// Of a model to go on from, which has learned from these rows.
void require_other_rows(const Arguments& arguments, const DecisionPlan& plan) {
  if (!arguments.given("continue") || !plan.needs_scores() || arguments.given("decide-on")) return;
  throw Error("--choose and --calibrate with --continue need --decide-on FILE")
      .hint("the model to go on from has learned from these rows, so its scores of them are too good");
}

constexpr const char* kCost = "choose=cost";
constexpr const char* kTwo = "two-classes";
constexpr const char* kOwnRows = "two-classes & augment=none";
constexpr Range kCostRange = closed_range(0, 1e9);

}  // namespace

std::vector<OptionSpec> decision_options() {
  return {
      {"added", "FILE,FILE", "",
       "Files of `ballast sample`: their rows are learned from beside the data, and never choose. Known to be added, "
       "they are taken into account in every probability.",
       Values::names(), kOwnRows},
      {"added-from",
       "GENERATOR",
       "",
       "A file of `ballast fit`: every tree of the forest and every round of boosting learns from rows of its own that "
       "it makes, beside the data. They are taken into account as those of --added are.",
       {},
       kOwnRows},
      {"fresh", "N", 3000U, "Rows that --added-from makes for each tree or round.", kSyntheticRange, "added-from"},
      fresh_draws_option("added-from"),
      fresh_weight_option("added-from"),
      {"base-rate", "X", "",
       "Share of positives where the model will work, such as 0.00173: probabilities and thresholds are put right for "
       "it. Default: the share in the data.",
       kBaseRates, kTwo},
      {"no-prior-correction", "", "", "Leave scores as they are, whatever was added or weighed.", {}, kTwo},
      {"calibrate", "KIND", "none", "none, platt (a logistic curve of the log-odds) or isotonic (any rising curve).",
       Values::one_of("none,platt,isotonic"), kTwo},
      {"choose",
       "RULE",
       "",
       "Choose the threshold that `predict` flags from: f1, fbeta=2, recall@precision=0.9 (the most recall at that "
       "precision or better), precision@recall=0.8, cost, or alerts=5 (the most recall by at most 5 flags per 1,000 "
       "rows).",
       {},
       kTwo},
      {"decide-on",
       "FILE",
       "",
       "Calibrate and choose on the rows of this file, scored by the model. Default: on the data, out of bag for the "
       "forest, by 5-fold cross-fitting for boosting, or with --early-stopping on the rows set apart.",
       {},
       "choose | calibrate=platt,isotonic | augment=auto"},
      {"cost-miss", "X", "", "What a missed positive costs. Default: 10, with --cost-column 1.", kCostRange, kCost},
      {"cost-alarm", "X", 1.0, "What a false alarm costs.", kCostRange, kCost},
      {"cost-column", "NAME", "", "A column of amounts; a miss costs its row's, times --cost-miss.", {}, kCost}};
}

DecisionRequest read_decision_request(const Arguments& arguments) {
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
  const std::string& calibrate = arguments.choice("calibrate");
  if (calibrate != "none")
    plan.calibrate = calibrate == "platt" ? Calibration::Kind::platt : Calibration::Kind::isotonic;
  if (arguments.choice("augment") == "auto") {
    plan.choose_calibration = !arguments.given("calibrate");
    if (!plan.choice) plan.choice = classifiers::Choice::parse(plan.rule = "f1");
  }
  if (arguments.given("base-rate")) plan.base_rate = arguments.real("base-rate");
  plan.correct_prior = !arguments.flag("no-prior-correction");
  require_other_rows(arguments, plan);
  out.cost_column = arguments.text_or("cost-column", "");
  plan.cost_miss = out.cost_column.empty() ? 10 : 1;
  if (arguments.given("cost-miss")) plan.cost_miss = arguments.real("cost-miss");
  plan.cost_alarm = arguments.real("cost-alarm");
  if (plan.cost_miss == 0 && plan.cost_alarm == 0) {
    throw Error("--cost-miss and --cost-alarm are both 0: every threshold is as good");
  }
  out.added = arguments.list("added");
  out.added_from = arguments.text_or("added-from", "");
  out.fresh = {arguments.whole("fresh"), arguments.real("fresh-weight"), arguments.whole("fresh-draws")};
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
