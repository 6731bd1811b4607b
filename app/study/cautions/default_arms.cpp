#include "app/study/cautions/default_arms.hpp"

#include <algorithm>
#include <string>

#include "app/study/study_split.hpp"
#include "diffusion/diffusion_generator.hpp"

namespace ballast::app {
namespace {

std::size_t fewest_positives(const Dataset& data, const StudyOptions& options) {
  std::size_t fewest = data.y.size();
  for (std::size_t repeat = 0; repeat < options.repeats; ++repeat) {
    const tabular::Split split = split_repeat(data, options, repeat);
    fewest = std::min(fewest, positives_among(data, split.train));
    if (!split.validation.empty() || options.folds == 0) continue;
    for (const tabular::Split& fold : folds_of(data, options, split.train, options.seed + repeat)) {
      fewest = std::min(fewest, positives_among(data, fold.train));
    }
  }
  return fewest;
}

}  // namespace

void leave_out_hungry_arms(const Dataset& data, StudyOptions& options, Observer& observer) {
  constexpr std::size_t kEnough = 100 * diffusion::DiffusionGenerator::kFewestRows;  // of all rows, for every part
  if (static_cast<std::size_t>(std::ranges::count(data.y, 1)) >= kEnough) return;
  const std::size_t fewest = fewest_positives(data, options);
  if (fewest >= diffusion::DiffusionGenerator::kFewestRows) return;
  if (std::erase_if(options.augmentations, [](const Augmentation& arm) { return arm.uses_diffusion(); }) == 0) return;
  observer.note("the arm diffusion is left out: a part to learn from holds " + std::to_string(fewest) +
                " positives, and it learns from " + std::to_string(diffusion::DiffusionGenerator::kFewestRows) +
                " and more");
}

}  // namespace ballast::app
