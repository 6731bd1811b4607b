#include "app/commands/training/train_model.hpp"

#include <algorithm>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/learner_options.hpp"
#include "app/commands/options/split_options.hpp"
#include "app/commands/training/tell_out_of_bag.hpp"
#include "app/data/row_subset.hpp"
#include "app/text/numbers.hpp"
#include "classifiers/boosting/ranked_boosting.hpp"
#include "classifiers/forest/ranked_forest.hpp"
#include "classifiers/option_ranges.hpp"
#include "engine/names.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/group_splits.hpp"

namespace ballast::app {
namespace {

using classifiers::BoostingReport;
using classifiers::StoppingMetric;
using classifiers::TrainingSet;

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

// What the model's scores assume of two classes; of more there is nothing to put right.
double share_learned(const TrainingJob& job, const TrainingSet& learned) {
  return job.classes.empty() ? learned_share(job.kind, learned, job.options) : 0;
}

// The rows of the data in two parts; added rows only teach, and of many classes one may be too small to be watched.
tabular::Split set_apart(const Arguments& arguments, const TrainingJob& job, std::uint64_t seed) {
  const double fraction = arguments.real("validation-fraction");
  const tabular::SplitFractions fractions{.test = fraction, .small_classes_train = !job.classes.empty()};
  const std::span<const std::int32_t> y = job.data.y.first(job.real);
  tabular::Split split = job.groups.empty() ? tabular::stratified_split(y, fractions, seed)
                                            : tabular::grouped_split(y, job.groups, fractions, seed);
  for (std::size_t row = job.real; row < job.data.y.size(); ++row) split.train.push_back(row);
  return split;
}

TrainedModel boost_with_early_stopping(const Arguments& arguments, TrainingJob job, Session& session) {
  classifiers::BoostingOptions& options = job.options.boosting;
  options.early_stopping_rounds = arguments.whole("early-stopping");
  const bool by_loss = arguments.choice("metric") == "logloss";
  options.stopping_metric = by_loss ? StoppingMetric::log_loss : StoppingMetric::pr_auc;
  const tabular::Split split = set_apart(arguments, job, session.seed);
  const RowSubset learned(job.data, split.train), watched(job.data, split.test);
  TrainedModel out;
  BoostingReport report;
  out.model = std::make_unique<classifiers::Boosting>(train_boosting(
      learned.set(), options, session.ranks, session.pool, session.observer, &watched.set(), &report, job.base));
  out.bin_seconds = report.bin_seconds;
  out.fit_seconds = report.grow_seconds;
  out.learned_share = share_learned(job, learned.set());
  tell_stopping(report, options, split.test.size(), job.base != nullptr ? job.base->rounds() : 0, out);
  if (!job.wants_scores) return out;
  const std::span<const std::int32_t> y = watched.set().y;
  out.honest = {predict_positive(*out.model, watched.set().x, session.pool),
                {y.begin(), y.end()},
                split.test,
                "on the rows set apart"};
  return out;
}

TrainedModel boost(const TrainingJob& job, Session& session) {
  TrainedModel out;
  BoostingReport report;
  const auto train = [&](const TrainingSet& set, Observer& observer, BoostingReport* told) {
    return std::make_unique<classifiers::Boosting>(
        train_boosting(set, job.options.boosting, session.ranks, session.pool, observer, nullptr, told, job.base));
  };
  out.model = train(job.data, session.observer, &report);
  out.bin_seconds = report.bin_seconds;
  out.fit_seconds = report.grow_seconds;
  out.learned_share = share_learned(job, job.data);
  if (!job.wants_scores) return out;
  const auto train_fold = [&](const TrainingSet& set, Observer& observer) { return train(set, observer, nullptr); };
  out.honest =
      cross_fitted_scores(job.data, job.real, train_fold, job.groups, session.seed, session.pool, session.observer);
  return out;
}

// Of trees that saw no row of a row's group: out of bag does not say so.
HonestScores forest_scores_by_groups(const TrainingJob& job, Session& session) {
  classifiers::ForestOptions options = job.options.forest;
  options.out_of_bag = options.permutation_importance = false;
  const auto train_fold = [&](const TrainingSet& set, Observer& observer) {
    return std::make_unique<classifiers::Forest>(train_forest(set, options, session.pool, observer));
  };
  return cross_fitted_scores(job.data, job.real, train_fold, job.groups, session.seed, session.pool, session.observer);
}

TrainedModel grow_forest(const Arguments& arguments, TrainingJob job, Session& session) {
  classifiers::ForestOptions& options = job.options.forest;
  options.permutation_importance = arguments.flag("importance");
  const bool tell = arguments.flag("out-of-bag") || arguments.given("out-of-bag-scores");
  const bool by_groups = job.wants_scores && !job.groups.empty();
  options.out_of_bag = tell || (job.wants_scores && !by_groups);
  classifiers::ForestReport report;
  TrainedModel out;
  std::optional<classifiers::Forest> forest =
      train_forest(job.data, options, session.ranks, session.pool, session.observer, &report);
  if (!forest) return out;
  out.model = std::make_unique<classifiers::Forest>(*std::move(forest));
  out.bin_seconds = report.bin_seconds;
  out.fit_seconds = report.grow_seconds;
  out.learned_share = share_learned(job, job.data);
  if (!job.classes.empty() && options.balanced_bootstrap) {
    session.observer.note(
        "--balanced-bootstrap: probabilities are as if all classes were of one size, and stay so: the prior is put "
        "right for two classes only");
  }
  if (job.classes.empty() && options.balanced_weights && !arguments.given("calibrate")) {
    session.observer.note(
        "--class-weight balanced: leaves of several rows lean to the rare class, and their probabilities are not put "
        "right; --calibrate learns what they mean");
  }
  const bool judged = options.out_of_bag || options.permutation_importance;
  if (job.classes.empty() && judged) out.honest = out_of_bag_scores(job.data, job.real, report);
  if (by_groups) out.honest = forest_scores_by_groups(job, session);
  if (tell || options.permutation_importance) {
    if (by_groups) session.observer.note("out-of-bag figures do not know of --group: trees saw other rows of a group");
    tell_out_of_bag(report, out);
  }
  if (options.permutation_importance) tell_importance(report, job.schema, out);
  if (arguments.given("out-of-bag-scores")) out.out_of_bag = out_of_bag_table(report, job);
  return out;
}

void check_loss(const Arguments& arguments, const classifiers::Boosting& base, const std::string& path) {
  const bool focal = base.loss() == classifiers::Loss::focal;
  if (base.loss() == read_loss(arguments) && (!focal || base.focusing() == read_focusing(arguments))) return;
  std::string wanted(loss_name(base.loss()));
  if (focal) {
    wanted += " --focusing " + all_digits(base.focusing().positives) + " --focusing-others " +
              all_digits(base.focusing().others);
  }
  throw Error("--continue: the model was trained with a different loss")
      .in(path)
      .expected("--loss " + wanted + ", as there")
      .got(arguments.text("loss"));
}

// Where two lists of labels part.
std::string first_difference(std::span<const std::string> model, std::span<const std::string> data) {
  const auto [a, b] = std::ranges::mismatch(model, data);
  return "the first that differ are " + (a != model.end() ? *a : "none") + " of the model, " +
         (b != data.end() ? *b : "none") + " of the data";
}

}  // namespace

std::vector<OptionSpec> train_model_options() {
  constexpr const char* kForest = "classifier=forest & augment=none";
  constexpr const char* kBoosting = "classifier=boosting & augment=none";
  return {
      {"monotone", "+A,-B", "",
       "Columns that the score may only rise (+) or fall (-) with; a name with a comma in quotes: '+\"Amount, EUR\"'.",
       Values::names(), "classifier=boosting & augment=none & two-classes"},
      {"continue",
       "MODEL",
       "",
       "Go on from this model: its rounds come first, --rounds are added. The data need its columns.",
       {},
       kBoosting},
      {"early-stopping", "N", "",
       "Stop after N rounds without a better score on rows set apart, and keep the best round.",
       classifiers::kStoppingRoundsRange, kBoosting},
      {"validation-fraction", "X", 0.2, "Share of the rows to set apart; nothing is learned there.", open_range(0, 1),
       "early-stopping"},
      group_option("early-stopping | choose | calibrate=platt,isotonic | augment=auto"),
      {"metric", "NAME", "logloss", "What stops: logloss or pr-auc.", Values::one_of("logloss,pr-auc"),
       "early-stopping"},
      {"out-of-bag", "", "", "Tell how well each row is scored by the trees that did not draw it.", {}, kForest},
      {"out-of-bag-scores",
       "FILE",
       "",
       "Write these probabilities, before any correction; empty for a row that every tree drew.",
       {},
       kForest},
      {"importance",
       "",
       "",
       "Tell by how much the out-of-bag figures worsen when one column is shuffled, for each column.",
       {},
       kForest}};
}

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
      throw hint_nearest(Error("--monotone: the data have no such column").got(name), name, names);
    }
    std::int8_t& direction = out[static_cast<std::size_t>(at - names.begin())];
    if (direction != 0) throw Error("--monotone: column '" + name + "' is named twice");
    direction = sign == '+' ? 1 : -1;
  }
  return out;
}

void note_no_split(const classifiers::Classifier& model, Observer& observer) {
  const auto* forest = dynamic_cast<const classifiers::Forest*>(&model);
  const auto* boosting = dynamic_cast<const classifiers::Boosting*>(&model);
  const auto lone = [](const classifiers::DecisionTree& tree) { return tree.depth() == 0; };
  const bool none = forest != nullptr ? std::ranges::all_of(forest->trees(), lone)
                                      : boosting != nullptr && std::ranges::all_of(boosting->trees(), lone);
  if (!none) return;
  observer.note(
      "the model tells no rows apart: no split was found worth making; columns that say nothing, too few rows, or "
      "options that forbid splits (--min-child-weight, --gamma, --alpha, --subsample, --min-leaf) are why");
}

std::optional<ClassifierFile> read_base_model(const Arguments& arguments, const Dataset& data) {
  if (!arguments.given("continue")) return std::nullopt;
  const std::string& path = arguments.text("continue");
  ClassifierFile base = load_classifier_file(path);
  if (base.model->kind() != "boosting") {
    throw Error("--continue needs a model of boosting").in(path).got(base.model->kind());
  }
  check_loss(arguments, dynamic_cast<const classifiers::Boosting&>(*base.model), path);
  const std::string& target = data.table.schema()[data.target].name;
  if (base.target.column.name != target || base.target.positive != data.positive || base.classes != data.classes) {
    Error error("--continue: the model has another target");
    error.in(path)
        .expected(target_text(target, data.positive, data.classes))
        .got(target_text(base.target.column.name, base.target.positive, base.classes));
    if (!base.classes.empty() && !data.classes.empty()) error.hint(first_difference(base.classes, data.classes));
    throw error;
  }
  for (const tabular::ColumnSchema& column : data.feature_schema()) {
    const auto known = std::ranges::find(base.features, column.name, &tabular::ColumnSchema::name);
    if (known != base.features.end()) continue;
    throw Error("--continue: the data have a column that the model does not know")
        .in(path)
        .got(column.name)
        .hint(typed_option("--drop", column.name) + " leaves it out");
  }
  return base;  // a column that the data lack is found by the encoder
}

TrainedModel train_model(const Arguments& arguments, TrainingJob job, Session& session) {
  if (job.kind == "forest") return grow_forest(arguments, std::move(job), session);
  job.options.boosting.monotone = read_monotone(arguments, job.schema);
  if (arguments.given("early-stopping")) return boost_with_early_stopping(arguments, std::move(job), session);
  return boost(job, session);
}

}  // namespace ballast::app
