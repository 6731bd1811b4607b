#include "app/experiments/paper/replay.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "app/study/study_split.hpp"
#include "engine/stage.hpp"

namespace ballast::app {
namespace {

constexpr const char* kAmount = "Amount";
constexpr std::size_t kPaperUpdates = 3500, kPaperBatch = 64;
// By random steps an update sees 512 network rows, not 64 x 800: a thirty-fifth of the paper's work in all.
constexpr std::size_t kRandomStepUpdates = 10000, kRandomStepBatch = 512;

// Mean and standard deviation of the training part's cells, as the paper scales Amount for generator and classifiers
// alike. A column without spread keeps its unit.
MeanSd training_moments(std::span<const double> cells, std::span<const std::size_t> train) {
  std::vector<double> seen;
  for (const std::size_t row : train) {
    if (!tabular::is_missing(cells[row])) seen.push_back(cells[row]);
  }
  if (seen.empty()) return {0, 1};
  MeanSd moments = mean_sd(seen);
  if (!moments.sd || *moments.sd == 0) moments.sd = 1;
  return moments;
}

// The data with Amount standardised.
Dataset standardise_amount(const Dataset& data, const StudyOptions& options) {
  const std::size_t amount = data.table.index_of(kAmount);
  const tabular::Split split = split_repeat(data, options, 0);
  const MeanSd moments = training_moments(data.table.column(amount), split.train);
  tabular::Schema schema = data.table.schema();
  schema[amount].kind = tabular::ColumnKind::numeric;
  tabular::Table table(schema, data.table.rows());
  for (std::size_t c = 0; c < schema.size(); ++c) std::ranges::copy(data.table.column(c), table.column(c).begin());
  for (double& cell : table.column(amount)) cell = (cell - moments.mean) / *moments.sd;
  std::ranges::copy(data.table.origins(), table.origins().begin());
  Dataset out = data;
  out.table = std::move(table);
  return out;
}

bool has_amount(const Dataset& data) {
  const auto column = data.table.find(kAmount);
  return column && !data.table.schema()[*column].is_text() && *column != data.target;
}

struct Decisions final : StudySink {
  std::map<std::pair<std::string, std::string>, std::vector<std::uint8_t>> flagged;  // by classifier, augmentation
  std::vector<std::int32_t> y;

  void scores(std::size_t, const ArmScores& arm) override {
    std::vector<std::uint8_t>& decisions = flagged[{arm.classifier, arm.augmentation}];
    for (const float score : arm.score) decisions.push_back(static_cast<double>(score) >= arm.threshold ? 1 : 0);
    y.assign(arm.y.begin(), arm.y.end());
  }
};

ReplayRow make_row(const Arm& arm, const Decisions& decisions) {
  const RepeatResult& judged = arm.per_repeat.at(0);
  const auto& own = decisions.flagged.at({arm.classifier, arm.augmentation});
  const auto& plain = decisions.flagged.at({arm.classifier, "none"});
  return {.classifier = arm.classifier,
          .augmentation = arm.augmentation,
          .judged = judged,
          .precision = wilson_interval(judged.plain.tp, judged.plain.tp + judged.plain.fp),
          .recall = wilson_interval(judged.plain.tp, judged.plain.tp + judged.plain.fn),
          .on_positives = mcnemar(plain, own, decisions.y, true),
          .on_all = mcnemar(plain, own, decisions.y, false),
          .published = published_counts(arm.classifier, arm.augmentation)};
}

StudyOptions replay_study(const ReplayOptions& options, const std::string& amount) {
  StudyOptions out;
  AugmentationSettings settings;
  settings.diffusion = published_diffusion(options, amount);
  out.augmentations = make_augmentations({"none", "clusters", "diffusion", "smote"}, settings);
  out.repeats = 1;
  out.folds = 0;  // 0.5, as published
  out.synthetic = options.synthetic;
  out.classifiers = {"boosting", "forest"};
  out.learners = options.learners;
  out.base_rate = options.base_rate;
  out.group_column = options.group_column;
  out.seed = options.seed;
  return out;
}

}  // namespace

LearnerOptions published_learners() {
  LearnerOptions out;
  out.forest.trees = 50;
  return out;
}

diffusion::DiffusionOptions published_diffusion(const ReplayOptions& options, const std::string& amount) {
  diffusion::DiffusionOptions out;
  out.scaling = amount.empty() ? tabular::Scaling::standardise : tabular::Scaling::raw;
  out.network = nn::DenoiserKind::residual_gelu;
  out.embedded_column = amount;
  out.training.parametrisation = diffusion::Parametrisation::noise;
  out.training.method = options.trajectories ? "trajectories" : "random_steps";
  out.training.batch = options.trajectories ? kPaperBatch : kRandomStepBatch;
  out.training.updates = options.updates.value_or(options.trajectories ? kPaperUpdates : kRandomStepUpdates);
  out.training.decay = nn::Decay::constant;
  out.training.ema_decay = 0;
  out.training.clip_norm = 0;  // the reference code clips gradients that are still zero
  out.sampling.sampler = "ancestral";
  out.sampling.evaluations = 0;
  return out;
}

ReplayResult run_replay(const Dataset& data, const ReplayOptions& options, numeric::ThreadPool& pool,
                        Observer& observer) {
  const bool cards = has_amount(data);
  const StudyOptions study = replay_study(options, cards ? kAmount : "");
  Stage named(observer, "as published, ", 0, 1);
  Decisions decisions;
  const StudyResult result = run_study(cards ? standardise_amount(data, study) : data, study, pool, named, decisions);
  ReplayResult out{.data = result.data,
                   .synthetic = result.synthetic,
                   .raw_values = cards,
                   .trajectories = options.trajectories,
                   .rows = {},
                   .timings = result.timings};
  for (const Arm& arm : result.arms) out.rows.push_back(make_row(arm, decisions));
  return out;
}

}  // namespace ballast::app
