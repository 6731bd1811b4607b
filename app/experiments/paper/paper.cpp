#include "app/experiments/paper/paper.hpp"

#include "engine/stage.hpp"

namespace ballast::app {

std::vector<std::string> protocol_augmentations(Protocol protocol) {
  if (protocol == Protocol::emdt) return {"none", "smote", "diffusion", "clusters"};
  return single_draw_names();
}

StudyOptions protocol_study(const PaperOptions& options) {
  const bool emdt = options.protocol == Protocol::emdt;
  StudyOptions out;
  out.repeats = options.repeats.value_or(emdt ? 10 : 20);
  out.augmentations = make_augmentations(
      options.augmentations.empty() ? protocol_augmentations(options.protocol) : options.augmentations,
      options.settings);
  out.learners = options.replay.learners;
  out.base_rate = options.replay.base_rate;
  out.group_column = options.replay.group_column;
  out.seed = options.replay.seed;
  out.folds = options.folds;
  out.costs = options.costs;
  out.effect = options.effect;
  out.synthetic = options.replay.synthetic;
  out.classifiers = {"boosting", "forest"};
  if (emdt) {
    out.validation_fraction = 0.2;
    out.per_positive = 1;
    out.classifiers = {"boosting"};
  }
  return out;
}

PaperResult run_paper(const Dataset& data, const PaperOptions& options, numeric::ThreadPool& pool, Observer& observer,
                      StudySink& sink, ranks::Ranks& ranks) {
  PaperResult out{options, {}, {}};
  const StudyOptions study = protocol_study(options);
  // By trajectories the one published split takes longer than all others.
  const double replay = options.protocol != Protocol::paper ? 0 : options.replay.trajectories ? 0.7 : 0.2;
  if (options.protocol == Protocol::paper && ranks.is_first()) {
    Stage stage(observer, "", 0, replay);
    out.replay = run_replay(data, options.replay, pool, stage);
  }
  Stage stage(observer, "", replay, 1);
  out.study = run_study(data, study, pool, stage, sink, ranks);
  return out;
}

}  // namespace ballast::app
