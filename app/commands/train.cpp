// `ballast train`: data and added rows -> a model (train_model.hpp) -> a decision (app/models/decide) -> files and
// a report (output/train_output.hpp).
#include <optional>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/decision_options.hpp"
#include "app/commands/options/learner_options.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/commands/options/two_class_options.hpp"
#include "app/commands/output/train_output.hpp"
#include "app/commands/scoring/model_rows.hpp"
#include "app/commands/scoring/scored_label.hpp"
#include "app/commands/streamed/same_rows.hpp"
#include "app/commands/streamed/train_ranked.hpp"
#include "app/commands/streamed/train_streamed.hpp"
#include "app/commands/training/base_prior.hpp"
#include "app/commands/training/deciding_rows.hpp"
#include "app/commands/training/train_auto.hpp"
#include "app/commands/training/train_model.hpp"
#include "app/data/added/added_generator.hpp"
#include "app/data/added/added_rows.hpp"
#include "app/data/notes/copied_positives.hpp"
#include "app/data/notes/unseen_labels.hpp"
#include "app/text/numbers.hpp"
#include "engine/tabular/features/date_features.hpp"
#include "engine/tabular/features/features.hpp"

namespace ballast::app {
namespace {

// Rows of the data, then the added ones.
struct LearningRows {
  numeric::Matrix<double> x;
  std::vector<std::int32_t> y;
};

LearningRows learning_rows(const tabular::FeatureEncoder& encoder, const Dataset& data,
                           const std::vector<tabular::Table>& added, const std::vector<std::string>& added_paths,
                           const Arguments& arguments, Session& session) {
  const auto encode = [&](const tabular::Table& table, const std::string& path) {
    tabular::FeatureEncoder::Encoded encoded = encoder.encode(table);
    judge_unseen(encoded.unseen, path, arguments.flag("accept-unseen"), session.observer);
    return std::move(encoded.x);
  };
  numeric::Matrix<double> x = encode(data.table, data.name);
  std::size_t rows = data.rows();
  for (const tabular::Table& table : added) rows += table.rows();
  if (rows == data.rows()) return {std::move(x), data.y};
  LearningRows out{numeric::Matrix<double>(rows, x.columns()), data.y};
  std::size_t at = 0;
  const auto append = [&](const numeric::Matrix<double>& part) {
    for (std::size_t row = 0; row < part.rows(); ++row) std::ranges::copy(part.row(row), out.x.row(at++).begin());
  };
  append(x);
  for (std::size_t i = 0; i < added.size(); ++i) append(encode(added[i], added_paths[i]));
  out.y.resize(rows, 1);
  return out;
}

// What --added-from gives every tree.
struct FreshRows {
  FreshRowsOrigin origin;
  std::unique_ptr<const GeneratorRows> rows;
  tabular::LearnedRows learned;  // by the generator
};

std::optional<FreshRows> read_fresh_rows(const DecisionRequest& request, const Dataset& data,
                                         const std::vector<std::string>& dropped,
                                         const tabular::FeatureEncoder& encoder, const Arguments& arguments,
                                         Session& session) {
  if (request.added_from.empty()) return std::nullopt;
  AddedGenerator added = load_added_generator(request.added_from, data, dropped, session.seed, request.fresh);
  const std::size_t looked_at = std::min<std::size_t>(request.fresh.rows, 1000);  // labels that the data lack
  const tabular::Table made = added.model->sample(0, looked_at, session.seed, session.pool, session.observer);
  judge_unseen(encoder.encode(made).unseen, request.added_from, arguments.flag("accept-unseen"), session.observer);
  return FreshRows{added.origin,
                   std::make_unique<GeneratorRows>(std::move(added.model), encoder, session.seed, request.fresh),
                   std::move(added.learned)};
}

HonestScores score_rows(const classifiers::Classifier& model, const DecidingRows& rows, Session& session) {
  HonestScores out{predict_positive(model, rows.x.view(), session.pool), rows.y, {}, "on a file of other rows"};
  for (std::size_t row = 0; row < out.y.size(); ++row) out.row.push_back(row);
  return out;
}

double share_of_positives(const Dataset& data) {
  return static_cast<double>(data.positives) / static_cast<double>(data.rows());
}

MadeDecision decide(const DecisionRequest& request, const TrainedModel& trained, const Dataset& data,
                    std::span<const float> amount, const std::optional<DecidingRows>& other, Session& session) {
  if (!data.classes.empty()) return {};
  const double sampled = share_of_positives(data);
  if (!request.plan.needs_scores()) return make_decision(request.plan, trained.learned_share, sampled, nullptr);
  const HonestScores scores = other ? score_rows(*trained.model, *other, session) : *trained.honest;
  const std::span<const float> all = other ? std::span<const float>(other->amount) : amount;
  std::vector<float> amounts;
  for (const std::size_t row : scores.row) {
    if (!all.empty()) amounts.push_back(all[row]);
  }
  return make_decision(request.plan, trained.learned_share, sampled, &scores, amounts);
}

// What a user should know before believing the decision.
void note_decision(const MadeDecision& made, const ClassifierFile* base, Session& session) {
  const bool prior = made.steps.size() > 1 && made.decision.odds_ratio != 1;
  if (prior && made.steps[1].log_loss > made.steps[0].log_loss) {
    session.observer.note(
        "the prior correction increases the log-loss here: this classifier's scores do not follow "
        "the share it learned from; --no-prior-correction leaves them, --calibrate learns what they mean");
  }
  if (base != nullptr && !base->decision.is_plain()) {
    session.observer.note("the base model's decision is discarded; a new one is made");
  }
}

// Figures that are too good: every fold was in the rows that the generator of the added ones has seen. A generator file
// knows them; of added rows it is taken for granted.
bool is_optimistic(const DecisionRequest& request, const MadeDecision& made, const TrainedModel& trained,
                   const std::optional<FreshRows>& fresh, const Dataset& data, const tabular::FeatureEncoder& encoder) {
  const auto has_seen = [&] {
    return !fresh->learned.known() || fresh->learned.among(data.table, tabular::source_columns(encoder.schema())) > 0;
  };
  const bool adds = !request.added.empty() || (fresh && has_seen());
  return adds && ((!made.steps.empty() && request.decide_on.empty()) || !trained.lines.empty());
}

// The text columns of the model to go on from are text, whatever their cells look like, and its dates are written as
// it learned them.
void read_as_learned(const ClassifierFile& base, DataRequest& request) {
  for (const tabular::ColumnSchema& column : tabular::source_schema(base.features)) {
    const bool told =
        std::ranges::find(request.dates, column.name, &tabular::DateColumn::column) != request.dates.end();
    if (column.kind == tabular::ColumnKind::date && !told)
      request.dates_if_present.push_back({column.name, column.format});
  }
  for (const tabular::ColumnSchema& column : base.features) {
    const bool named = std::ranges::find(request.categorical, column.name) != request.categorical.end();
    if (column.is_text() && !named) request.categorical_if_present.push_back(column.name);
  }
}

// Rows that are set apart to stop early must be new to the model to go on from too.
void require_unlearned(const ClassifierFile& base, const Dataset& data, const Arguments& arguments) {
  if (!arguments.given("early-stopping")) return;
  const std::size_t known = learned_rows(base, data.table).value_or(0);
  if (known == 0) return;
  throw Error("--early-stopping with --continue needs rows that are new to the model to go on from")
      .in(data.name)
      .got(with_commas(known) + " of " + with_commas(data.rows()) + " rows that it has learned from")
      .hint("--rounds says how many to add");
}

// Over ranks each has all rows and calls it; the first writes.
void train_in_memory(const Arguments& arguments, Session& session) {
  const std::string& kind = arguments.choice("classifier");
  LearnerOptions options = read_learner_options(arguments, true);
  options.set_seed(session.seed);
  kind == "forest" ? options.forest.validate() : options.boosting.validate();
  const DecisionRequest request = read_decision_request(arguments);
  std::optional<TrainOutputs> outputs;
  if (session.ranks.is_first()) outputs.emplace(arguments, request, session);
  const Stopwatch watch;
  DataRequest data_files = data_request(arguments, arguments.positional(0), true);
  const bool automatic = trains_automatically(arguments);
  if (arguments.given("group") && arguments.given("decide-on") && !arguments.given("early-stopping") && !automatic) {
    throw Error("--group has nothing to keep apart: --decide-on judges on rows of its own");
  }
  data_files.group = arguments.text_or("group", "");
  if (arguments.given("continue")) read_as_learned(load_classifier_file(arguments.text("continue")), data_files);
  const Dataset data = load_dataset(data_files, session.pool, session.observer);
  if (request.plan.needs_scores() && request.decide_on.empty()) note_copied_positives(data, session.observer);
  require_same_rows(data, request, arguments, session);
  data_files.drop = left_out(data_files);
  state_classes(arguments, data_files.target.column, data.class_count());
  const std::vector<tabular::Table> added =
      read_added_rows(request.added, data, data_files, session.pool, session.observer);
  const std::optional<ClassifierFile> base = read_base_model(arguments, data);
  const tabular::FeatureEncoder encoder(base ? base->features : data.feature_schema());
  const LearningRows rows = learning_rows(encoder, data, added, request.added, arguments, session);
  const std::vector<float> amount =
      request.decide_on.empty() ? amounts_of(data.table, request.cost_column, data.y, data.name) : std::vector<float>{};
  tabular::LearnedRows learned(data.table, tabular::source_columns(encoder.schema()), data.all_rows());
  if (base) {
    require_unlearned(*base, data, arguments);
    learned.add(base->made_by.learned);
  }
  const std::optional<FreshRows> fresh = read_fresh_rows(request, data, data_files.drop, encoder, arguments, session);
  std::optional<DecidingRows> other;
  if (!request.decide_on.empty()) {
    const tabular::LearnedRows none;
    const LearnedSoFar known{learned, fresh ? fresh->learned : none};
    other = read_deciding_rows(request, encoder, known, target_column(data), data.format, arguments, session);
  }
  const double load_seconds = watch.seconds();
  const std::vector<std::uint32_t> labels = encoder.label_counts();
  const std::vector<std::string> names = encoder.names();
  TrainingJob job{
      .kind = kind,
      .options = options,
      .data = {rows.x.view(), rows.y, {}, data.class_count(), names, labels, fresh ? fresh->rows.get() : nullptr},
      .classes = data.classes,
      .real = data.rows(),
      .groups = data.group,
      .schema = encoder.schema(),
      .base = base ? dynamic_cast<const classifiers::Boosting*>(base->model.get()) : nullptr,
      .wants_scores = request.plan.needs_scores() && !other};
  std::optional<classifiers::Boosting> base_in_prior;
  if (base && data.classes.empty()) {
    base_in_prior =
        in_prior_of_rows(*base, learned_share(kind, job.data, options), share_of_positives(data), request.plan);
    if (base_in_prior) job.base = &*base_in_prior;
  }
  const TrainedModel trained =
      automatic ? train_auto(arguments, data, options, session) : train_model(arguments, job, session);
  throw_if_interrupted();
  if (!outputs) return;
  note_no_split(*trained.model, session.observer);
  const MadeDecision made = decide(request, trained, data, amount, other, session);
  note_decision(made, base ? &*base : nullptr, session);
  Provenance made_by = provenance(data.rows(), data.positives, session.seed);
  made_by.format = data.format;
  made_by.added = std::max(rows.y.size() - data.rows() + trained.added, base ? base->made_by.added : 0);
  made_by.tried = trained.tried;
  made_by.learned = std::move(learned);
  if (fresh) made_by.fresh = fresh->origin;
  outputs->commit(trained, [&](const std::string& place) {
    save_classifier(*trained.model, encoder.schema(), base ? base->target : target_column(data), made_by, place,
                    data.classes, made.decision);
  });
  show_training({data.classes, data.y, made_by, trained, made,
                 is_optimistic(request, made, trained, fresh, data, encoder), load_seconds},
                *outputs, session);
}

void run_train(const Arguments& arguments, Session& session) {
  if (!session.ranks.is_alone()) return train_over_ranks(arguments, session, {run_train, train_in_memory});
  arguments.given("memory") ? train_streamed(arguments, session) : train_in_memory(arguments, session);
}

}  // namespace

const Command& train_command() {
  static const Command command{
      "train",
      "train one classifier",
      "Trains a random forest or gradient boosting on all rows of the file and writes a model file for `ballast "
      "predict` and `ballast evaluate`.\n\nBoosting splits a text column of up to 255 labels by sets of labels; the "
      "forest, and boosting beyond that, by their alphabetical order.\n\nWithout --positive every label of the target "
      "is a class, if there are more than two. Options that are about one class among two (--added, --added-from and "
      "all of the decision, --loss squared and focal, --scale-pos-weight, --monotone, --metric pr-auc) are refused "
      "then.\n\nRows that `ballast sample` made are named by --added and not appended to the data: then ballast knows "
      "how many there are. Added rows, --scale-pos-weight and --balanced-bootstrap show the learner more of the rare "
      "class than there is, by a known factor of the odds. The model takes it out of every probability again (Dal "
      "Pozzolo et al. 2015) unless --no-prior-correction is given. It keeps a calibration and a threshold, if asked "
      "for, and `predict`, `evaluate`, `explain` and `export --to cpp` use them.\n\nAdded rows were made from the rows "
      "of the data, which makes these look easier to a model than new rows are: where figures must hold, decide on a "
      "file that no generator has learned from (--decide-on).\n\n--added-from takes the generator itself: one draw of "
      "rows that all trees share leaves the luck of the draw in the model, rows of its own for every tree average it "
      "out.\n\n--augment auto does all of this by itself: it tries ways to help the rare class on folds of the data, "
      "and says what it chose and why; the model keeps the table.\n\n--memory 2G trains boosting on a table that need "
      "not fit in memory, and gives the same bytes.",
      {"DATA.csv"},
      joined(
          joined(joined(data_options(true),
                        {{"classifier", "KIND", "boosting", "forest or boosting.", Values::one_of("forest,boosting")},
                         {"out", "FILE", kRequired, "Model file to write; - is standard output."},
                         force_option(),
                         accept_unseen_option("added | decide-on")}),
                 decision_options()),
          joined(learner_options(true),
                 joined(train_auto_options(), joined(train_model_options(), streamed_options())))),
      "ballast train creditcard.csv --target Class --positive 1 --classifier boosting --choose f1 --out model.ballast",
      run_train,
      true};
  return command;
}

}  // namespace ballast::app
