#include "app/study/repeat/study_tasks.hpp"

#include <algorithm>

#include "app/study/repeat/candidate_trials.hpp"

namespace ballast::app {
namespace {

// Fits for each arm: its own, and one a fold.
std::size_t fits_of_an_arm(const StudyOptions& options) {
  if (options.folds == 0 || options.validation_fraction > 0) return 1;
  return 1 + (options.time_column.empty() ? options.folds : 1);
}

}  // namespace

StudyTasks::StudyTasks(const StudyOptions& options, Observer& observer) : options_(options), observer_(observer) {
  for (const Augmentation& augmentation : options.augmentations) of_a_repeat_ += of(augmentation);
}

std::size_t StudyTasks::of(const Augmentation& a) const {
  const auto members = std::ranges::count_if(a.members, &Augmentation::adds_rows);
  std::size_t tasks = a.is_bag() ? static_cast<std::size_t>(members) : a.adds_rows() ? 1 : 0;
  if (a.name == "none" || !a.trains_plainly()) {
    tasks += static_cast<std::size_t>(
        std::ranges::count_if(options_.classifiers, [&](const std::string& kind) { return a.is_of(kind); }));
  }
  const std::size_t choosing = a.is_choice() ? tasks_of_choice(a, options_.classifiers.size()) : 0;
  return tasks * fits_of_an_arm(options_) + choosing;
}

void StudyTasks::begin(std::size_t repeat, std::size_t done) {
  repeat_ = repeat;
  done_ = repeat * of_a_repeat_ + done;
}

Stage StudyTasks::next(const std::string& what) {
  const auto all = static_cast<double>(options_.repeats * of_a_repeat_);
  const auto done = static_cast<double>(std::min(done_, (repeat_ + 1) * of_a_repeat_ - 1));
  ++done_;
  std::string named = what + ": ";
  if (options_.repeats > 1) {
    const std::string repeat = "repeat " + std::to_string(repeat_ + 1) + " of " + std::to_string(options_.repeats);
    named.insert(0, repeat + ", ");
  }
  return {observer_, named, done / all, (done + 1) / all};
}

}  // namespace ballast::app
