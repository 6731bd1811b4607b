#include "app/commands/train_model.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include "app/report/study_text.hpp"
#include "engine/error.hpp"
#include "engine/tabular/csv.hpp"
#include "engine/tabular/splits.hpp"

namespace ballast::app {
namespace {

using classifiers::BoostingReport;
using classifiers::StoppingMetric;
using classifiers::TrainingSet;

// The rows given by number, in memory of their own.
struct Rows {
  numeric::Matrix<float> x;
  std::vector<std::int32_t> y;

  Rows(const TrainingSet& from, std::span<const std::size_t> rows) : x(rows.size(), from.x.columns()) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      std::ranges::copy(from.x.row(rows[i]), x.row(i).begin());
      y.push_back(from.y[rows[i]]);
    }
  }
  TrainingSet set(const TrainingSet& from) const {
    TrainingSet out = from;
    out.x = x.view();
    out.y = y;
    return out;
  }
};

// Each option here belongs to one kind of classifier.
void refuse_others(const Arguments& arguments, const std::string& kind) {
  static const std::vector<std::string> of_boosting{"early-stopping", "continue", "monotone", "colsample-node",
                                                    "label-smoothing"};
  static const std::vector<std::string> of_forest{"class-weight", "balanced-bootstrap", "extra-random",
                                                  "out-of-bag",   "importance",         "out-of-bag-scores"};
  const bool forest = kind == "forest";
  for (const std::string& name : forest ? of_boosting : of_forest) {
    if (arguments.given(name)) throw Error("--" + name + " is for --classifier " + (forest ? "boosting" : "forest"));
  }
  if (arguments.given("early-stopping")) return;
  for (const char* name : {"validation-fraction", "metric"}) {
    if (arguments.given(name)) throw Error("--" + std::string(name) + " is read with --early-stopping only");
  }
}

// "+Amount,-Age" as a direction for each column.
std::vector<std::int8_t> read_monotone(const Arguments& arguments, const tabular::Schema& schema) {
  if (!arguments.given("monotone")) return {};
  std::vector<std::string> names;
  for (const tabular::ColumnSchema& column : schema) names.push_back(column.name);
  std::vector<std::int8_t> out(schema.size(), 0);
  for (const std::string& word : arguments.list("monotone")) {
    const char sign = word.empty() ? ' ' : word[0];
    if (sign != '+' && sign != '-') {
      throw Error("--monotone: a column without a direction").expected("+NAME (rising) or -NAME (falling)").got(word);
    }
    const std::string name = word.substr(1);
    const auto at = std::ranges::find(names, name);
    if (at == names.end()) {
      Error error("--monotone: the data have no such column");
      error.got(name);
      const std::string_view near = nearest_name(name, names);
      if (!near.empty()) error.hint("the nearest column is '" + std::string(near) + "'");
      throw error;
    }
    std::int8_t& direction = out[static_cast<std::size_t>(at - names.begin())];
    if (direction != 0) throw Error("--monotone: column '" + name + "' is named twice");
    direction = sign == '+' ? 1 : -1;
  }
  return out;
}

void tell_stopping(const BoostingReport& report, const classifiers::BoostingOptions& options, std::size_t watched,
                   std::size_t base_rounds, TrainedModel& out) {
  const bool by_loss = options.stopping_metric == StoppingMetric::log_loss;
  const double best = report.validation_score[report.best_round - base_rounds - 1];
  const std::string metric = by_loss ? "log-loss" : "PR-AUC";
  out.lines.push_back("early stopping: best " + metric + " " + fixed(best, 5) + " on " + with_commas(watched) +
                      " rows set apart, after round " + std::to_string(report.best_round) + " of " +
                      std::to_string(report.rounds_run) + " run; later rounds are dropped");
  out.json.insert(out.json.end(), {{"metric", by_loss ? "logloss" : "pr-auc"},
                                   {"validation_rows", std::uint64_t{watched}},
                                   {"validation_score", best},
                                   {"best_round", std::uint64_t{report.best_round}},
                                   {"rounds_run", std::uint64_t{report.rounds_run}}});
}

TrainedModel train_boosted(const Arguments& arguments, classifiers::BoostingOptions options, const TrainingSet& data,
                           const classifiers::Boosting* base, Session& session) {
  TrainedModel out;
  BoostingReport report;
  const auto train = [&](const TrainingSet& set, const TrainingSet* watched) {
    out.model = std::make_unique<classifiers::Boosting>(
        train_boosting(set, options, session.pool, session.observer, watched, &report, base));
  };
  if (!arguments.given("early-stopping")) {
    train(data, nullptr);
  } else {
    options.early_stopping_rounds = arguments.whole("early-stopping", 1, 100000);
    const bool by_loss = arguments.choice("metric", {"logloss", "pr-auc"}) == "logloss";
    options.stopping_metric = by_loss ? StoppingMetric::log_loss : StoppingMetric::pr_auc;
    const double fraction = arguments.real("validation-fraction", 0, 1);
    const tabular::Split split = tabular::stratified_split(data.y, {.test = fraction}, session.seed);
    const Rows learnt(data, split.train), watched(data, split.test);
    const TrainingSet watched_set = watched.set(data);
    train(learnt.set(data), &watched_set);
    tell_stopping(report, options, split.test.size(), base != nullptr ? base->rounds() : 0, out);
  }
  out.bin_seconds = report.bin_seconds;
  out.fit_seconds = report.grow_seconds;
  return out;
}

void tell_out_of_bag(const classifiers::ForestReport& report, TrainedModel& out) {
  out.lines.push_back("out of bag: accuracy " + fixed(report.out_of_bag_accuracy, 4) + ", log-loss " +
                      fixed(report.out_of_bag_log_loss, 5) + ", PR-AUC " + fixed(report.out_of_bag_pr_auc, 4));
  out.json.insert(out.json.end(), {{"out_of_bag_accuracy", report.out_of_bag_accuracy},
                                   {"out_of_bag_logloss", report.out_of_bag_log_loss},
                                   {"out_of_bag_pr_auc", report.out_of_bag_pr_auc}});
}

// The columns, first the one whose shuffling costs most.
void tell_permutation(const classifiers::ForestReport& report, const tabular::Schema& schema, TrainedModel& out) {
  std::vector<std::size_t> order(schema.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t f) { return report.log_loss_rise[f]; });
  std::vector<std::vector<std::string>> table{{"shuffled out of bag", "log-loss +", "PR-AUC -"}};
  Timings rise, fall;  // name and number
  for (const std::size_t f : order) {
    table.push_back({schema[f].name, fixed(report.log_loss_rise[f], 5), fixed(report.pr_auc_fall[f], 4)});
    rise.emplace_back(schema[f].name, report.log_loss_rise[f]);
    fall.emplace_back(schema[f].name, report.pr_auc_fall[f]);
  }
  std::string text = aligned(table, 1);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  out.lines.push_back(text);
  out.json.insert(out.json.end(), {{"logloss_rise_shuffled", rise}, {"pr_auc_fall_shuffled", fall}});
}

TrainedModel train_forest_model(const Arguments& arguments, classifiers::ForestOptions options, const TrainingSet& data,
                                const tabular::Schema& schema, Session& session) {
  options.permutation_importance = arguments.flag("importance");
  options.out_of_bag = arguments.flag("out-of-bag") || arguments.given("out-of-bag-scores");
  classifiers::ForestReport report;
  TrainedModel out;
  out.model =
      std::make_unique<classifiers::Forest>(train_forest(data, options, session.pool, session.observer, &report));
  out.bin_seconds = report.bin_seconds;
  out.fit_seconds = report.grow_seconds;
  if (options.out_of_bag || options.permutation_importance) tell_out_of_bag(report, out);
  if (options.permutation_importance) tell_permutation(report, schema, out);
  if (arguments.given("out-of-bag-scores")) {
    tabular::Table scores({{.name = "probability", .kind = tabular::ColumnKind::numeric, .labels = {}}}, data.y.size());
    for (std::size_t row = 0; row < data.y.size(); ++row) {
      scores.column(0)[row] = static_cast<double>(report.out_of_bag(row, 1));
    }
    tabular::write_csv(scores, arguments.text("out-of-bag-scores"));
  }
  return out;
}

}  // namespace

std::vector<OptionSpec> train_model_options() {
  return {
      {"early-stopping", "N", "",
       "Boosting: stop after N rounds without a better score on rows set apart, and keep the best round."},
      {"validation-fraction", "X", "0.2", "Early stopping: share of the rows to set apart; nothing is learnt there."},
      {"metric", "NAME", "logloss", "Early stopping: logloss or pr-auc."},
      {"continue", "MODEL", "",
       "Boosting: go on from this model: its rounds come first, --rounds are added. The data need its columns."},
      {"monotone", "+A,-B", "",
       "Boosting: columns the score may only rise (+) or fall (-) with. A list that begins with a minus is written "
       "--monotone=-B."},
      {"out-of-bag", "", "", "Forest: tell how well each row is scored by the trees that did not draw it."},
      {"out-of-bag-scores", "FILE", "", "Forest: write these probabilities; empty for a row that every tree drew."},
      {"importance", "", "",
       "Forest: tell by how much the out-of-bag figures worsen when one column is shuffled, for each column."}};
}

std::optional<ClassifierFile> read_base_model(const Arguments& arguments, const Dataset& data) {
  if (!arguments.given("continue")) return std::nullopt;
  const std::string& path = arguments.text("continue");
  ClassifierFile base = load_classifier_file(path);
  if (base.model->kind() != "boosting") {
    throw Error("--continue needs a model of boosting").in(path).got(base.model->kind());
  }
  const std::string& target = data.table.schema()[data.target].name;
  if (base.target.column.name != target || base.target.positive != data.positive) {
    throw Error("--continue: the model has another target")
        .in(path)
        .expected(target + ", positive label " + data.positive)
        .got(base.target.column.name + ", positive label " + base.target.positive);
  }
  for (const tabular::ColumnSchema& column : data.feature_schema()) {
    const auto known = std::ranges::find(base.features, column.name, &tabular::ColumnSchema::name);
    if (known != base.features.end()) continue;
    throw Error("--continue: the data have a column that the model does not know")
        .in(path)
        .got(column.name)
        .hint("--drop " + column.name + " leaves it out");
  }
  return base;  // a column that the data lack is found by the encoder
}

TrainedModel train_model(const Arguments& arguments, const std::string& kind, LearnerOptions options,
                         const TrainingSet& data, const tabular::Schema& schema, const classifiers::Classifier* base,
                         Session& session) {
  refuse_others(arguments, kind);
  if (kind == "boosting") {
    options.boosting.monotone = read_monotone(arguments, schema);
    return train_boosted(arguments, options.boosting, data, dynamic_cast<const classifiers::Boosting*>(base), session);
  }
  return train_forest_model(arguments, options.forest, data, schema, session);
}

}  // namespace ballast::app
