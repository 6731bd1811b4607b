#include "app/commands/training/train_auto.hpp"

#include <utility>

#include "app/commands/options/data_options.hpp"
#include "app/study/arm_choice.hpp"
#include "app/study/repeat/automatic_training.hpp"
#include "app/study/study_split.hpp"
#include "diffusion/diffusion_generator.hpp"

namespace ballast::app {
namespace {

// The arms that can learn from the positives of all folds but one.
std::vector<std::string> choices_for(const Dataset& data, Observer& observer) {
  constexpr std::size_t kFewest = diffusion::DiffusionGenerator::kFewestRows;
  std::vector<std::string> names = default_choice_names();
  if (data.positives - (data.positives + kChoiceFolds - 1) / kChoiceFolds >= kFewest) return names;
  std::erase_if(names, [](const std::string& name) { return make_augmentation(name).uses_diffusion(); });
  observer.note("arms of diffusion are left out: they learn from " + std::to_string(kFewest) +
                " positives and more, in four folds of five");
  return names;
}

std::string reason(const TriedArms& tried) {
  const std::string rule = tried.chosen == tried.best
                               ? "the best mean, and no simpler arm as good, within one standard error"
                               : "the simplest arm as good as the best mean, within one standard error";
  return "auto chose " + chosen_text(tried) + ": " + rule + "; " + std::to_string(tried.fits) + " fits on 5 folds";
}

}  // namespace

std::vector<OptionSpec> train_auto_options() {
  return {
      {"augment", "NAME", "none",
       "none, or auto: try several ways to help the rare class by 5-fold cross-fitting, take the simplest that is "
       "within one standard error of the best PR-AUC, plain training before all, and choose a calibration alike and "
       "the threshold of best F1, unless --calibrate and --choose say otherwise. At most 50 fits and the last one.",
       Values::one_of("none,auto"), "two-classes"},
      choose_from_option("augment=auto")};
}

bool trains_automatically(const Arguments& arguments) {
  return arguments.choice("augment") == "auto";
}

TrainedModel train_auto(const Arguments& arguments, const Dataset& data, const LearnerOptions& learners,
                        Session& session) {
  AugmentationSettings settings;
  if (arguments.given("choose-from")) {
    settings.choose_from = arguments.choices("choose-from");
  } else {
    settings.choose_from = choices_for(data, session.observer);
  }
  StudyOptions options;
  options.augmentations = {make_augmentation("auto", settings)};
  options.classifiers = {arguments.choice("classifier")};
  options.learners = learners;
  options.seed = session.seed;
  options.group_column = arguments.text_or("group", "");
  if (arguments.given("base-rate")) options.base_rate = arguments.real("base-rate");
  const Stopwatch watch;
  AutomaticModel made = train_automatically(data, std::move(options), session.pool, session.observer);
  TrainedModel out;
  out.model = std::move(made.made.model);
  out.learned_share = made.made.learned_share;
  out.added = made.made.added;
  out.honest = std::move(made.chosen.honest);
  out.fit_seconds = watch.seconds();
  out.lines = {tried_arms_text(made.chosen.choice), reason(made.chosen.choice)};
  out.json = tried_arms_json(made.chosen.choice);
  out.tried = std::move(made.chosen.choice);
  return out;
}

}  // namespace ballast::app
