#include "app/study/ranked/ranked_repeats.hpp"

#include <algorithm>
#include <map>

#include "app/study/ranked/arm_groups.hpp"
#include "app/study/ranked/trial_bytes.hpp"
#include "app/study/repeat/arm_trials.hpp"
#include "app/study/repeat/repeat_split.hpp"
#include "app/study/study_split.hpp"

namespace ballast::app {
namespace {

void run_repeat(const StudyWork& work, std::size_t number, StudyResult& result) {
  work.tasks.begin(number);
  const Repeat repeat = split_rows(work, number, result);
  ArmTrials trials(work, repeat, result);
  for (const Augmentation& augmentation : work.options.augmentations) trials.run(augmentation);
}

StudyWork with_sink(const StudyWork& work, StudySink& sink) {
  return {work.data, work.options,  work.encoder, work.x,     work.labels,
          work.pool, work.observer, sink,         work.tasks, work.timings};
}

// What the arms of a task said of the test rows, in the order in which they were judged.
struct KeptScores final : StudySink {
  std::vector<Trial> said;
  std::vector<std::pair<std::string, std::string>> names;

  void scores(std::size_t, const ArmScores& arm) override {
    said.push_back({.threshold = arm.threshold, .score = {arm.score.begin(), arm.score.end()}});
    names.emplace_back(arm.classifier, arm.augmentation);
  }
};

class RankedRepeats {
 public:
  RankedRepeats(ranks::Ranks& ranks, const StudyWork& work, StudyResult& result)
      : ranks_(ranks), work_(work), result_(result), groups_(arm_groups(work.options.augmentations)) {}

  void run() {
    ranks_.begin_numbers();
    if (ranks_.is_first()) {
      run_repeat(work_, 0, result_);
    } else {
      StudySink nothing;
      split_rows(with_sink(work_, nothing), 0, result_);
    }
    const std::size_t tasks = (work_.options.repeats - 1) * groups_.size();
    for (auto task = ranks_.next_number(); task < tasks; task = ranks_.next_number()) run_task(task);
    for (std::size_t repeat = 1; repeat < work_.options.repeats; ++repeat) gather(repeat);
    gather_timings();
  }

 private:
  void run_task(std::size_t task) {
    const std::size_t number = 1 + task / groups_.size(), group = task % groups_.size();
    KeptScores kept;
    const StudyWork work = with_sink(work_, kept);
    work.tasks.begin(number, tasks_before(group));
    StudyResult local;
    local.synthetic = result_.synthetic;
    for (const Arm& arm : result_.arms) local.arms.push_back({arm.classifier, arm.augmentation});
    const Repeat repeat = split_rows(work, number, local);
    ArmTrials trials(work, repeat, local);
    for (const std::size_t place : groups_[group]) trials.run(work_.options.augmentations[place]);
    for (std::size_t i = 0; i < kept.said.size(); ++i) {
      Trial& trial = kept.said[i];
      const Arm* arm = find_arm(local, kept.names[i].first, kept.names[i].second);
      trial.arm = static_cast<std::size_t>(arm - local.arms.data());
      trial.judged = arm->per_repeat.at(0);
      if (!arm->choices.empty()) trial.tried = arm->choices.front();
      trials_[number].push_back(std::move(trial));
    }
  }

  std::size_t tasks_before(std::size_t group) const {
    std::size_t out = 0;
    for (std::size_t g = 0; g < group; ++g) {
      for (const std::size_t place : groups_[g]) out += work_.tasks.of(work_.options.augmentations[place]);
    }
    return out;
  }

  void gather(std::size_t repeat) {
    const std::vector<std::string> all = ranks_.gather(trial_bytes(trials_[repeat]), work_.observer);
    trials_.erase(repeat);
    if (!ranks_.is_first()) return;
    std::vector<Trial> by_arm(result_.arms.size());
    for (const std::string& bytes : all) {
      for (Trial& trial : trials_of(bytes)) by_arm.at(trial.arm) = std::move(trial);
    }
    hand_on(repeat, by_arm);
  }

  // In the order of run_repeat.
  void hand_on(std::size_t repeat, const std::vector<Trial>& by_arm) {
    const tabular::Split split = split_repeat(work_.data, work_.options, repeat);
    work_.sink.split(repeat, split);
    widen_test_to_train(split, result_);
    std::vector<std::int32_t> y;
    for (const std::size_t row : split.test) y.push_back(work_.data.y[row]);
    for (const Augmentation& augmentation : work_.options.augmentations) {
      for (std::size_t a = 0; a < by_arm.size(); ++a) {
        Arm& arm = result_.arms[a];
        if (arm.augmentation != augmentation.name) continue;
        arm.per_repeat.push_back(by_arm[a].judged);
        if (by_arm[a].tried) arm.choices.push_back(*by_arm[a].tried);
        work_.sink.scores(repeat,
                          {arm.classifier, arm.augmentation, by_arm[a].threshold, by_arm[a].score, y, split.test});
      }
    }
  }

  void gather_timings() {
    const std::vector<std::string> all = ranks_.gather(timing_bytes(work_.timings), work_.observer);
    for (std::size_t rank = 1; rank < all.size(); ++rank) add_timings(all[rank], work_.timings);
  }

  ranks::Ranks& ranks_;
  const StudyWork& work_;
  StudyResult& result_;
  std::vector<std::vector<std::size_t>> groups_;
  std::map<std::size_t, std::vector<Trial>> trials_;  // of this rank, by repeat, until they are gathered
};

}  // namespace

void run_repeats(const StudyWork& work, StudyResult& result) {
  for (std::size_t number = 0; number < work.options.repeats; ++number) run_repeat(work, number, result);
}

void run_repeats_over(ranks::Ranks& ranks, const StudyWork& work, StudyResult& result) {
  RankedRepeats(ranks, work, result).run();
}

}  // namespace ballast::app
