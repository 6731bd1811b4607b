#include "app/study/repeat/arm_trials.hpp"

#include "app/study/repeat/candidate_trials.hpp"
#include "app/study/study_split.hpp"
#include "classifiers/decide/prior_shift.hpp"

namespace ballast::app {

ArmTrials::ArmTrials(const StudyWork& work, const Repeat& repeat, StudyResult& result)
    : work_(work),
      repeat_(repeat),
      result_(result),
      test_(gather_rows(work.x, work.data.y, repeat.split.test)),
      validation_(gather_rows(work.x, work.data.y, repeat.split.validation)),
      maker_(work, repeat) {}

void ArmTrials::run(const Augmentation& augmentation) {
  if (augmentation.is_choice()) return run_choice(augmentation);
  const ArmRows rows = maker_.whole(augmentation);
  const bool done = augmentation.trains_plainly() && augmentation.name != "none";
  const std::vector<ArmRows> folds = done ? std::vector<ArmRows>() : maker_.folds(augmentation);
  for (Arm& arm : result_.arms) {
    if (arm.augmentation == augmentation.name) run_arm(arm, augmentation, rows, folds);
  }
}

// The arm that was chosen, trained and judged as any other; where it is plain training, `none` itself.
void ArmTrials::run_choice(const Augmentation& automatic) {
  const std::vector<ChosenArm> chosen = CandidateTrials(work_, repeat_, automatic).run();
  for (std::size_t k = 0; k < chosen.size(); ++k) {
    const auto& [choice, augmentation, synthetic, honest] = chosen[k];
    const ArmRows rows = maker_.whole(augmentation, synthetic);
    const std::vector<ArmRows> folds =
        augmentation.trains_plainly() ? std::vector<ArmRows>() : maker_.folds(augmentation, synthetic);
    for (Arm& arm : result_.arms) {
      if (arm.augmentation != automatic.name || arm.classifier != work_.options.classifiers[k]) continue;
      arm.choices.push_back(choice);
      run_arm(arm, augmentation, rows, folds);
    }
  }
}

void ArmTrials::run_arm(Arm& arm, const Augmentation& augmentation, const ArmRows& rows,
                        const std::vector<ArmRows>& folds) {
  Fitted fitted = fit(arm, augmentation, rows, folds);
  if (augmentation.tuned_threshold) fitted.how.threshold = fitted.how.chosen.f1;
  const PhaseTimer timer(work_.timings, "judge");
  const std::vector<float> scores = classifiers::predict_positive(*fitted.model, test_.x.view(), work_.pool);
  arm.per_repeat.push_back(judge(scores, test_.y, fitted.how));
  arm.per_repeat.back().seed = repeat_.seed;
  if (result_.one_split) keep_scores(arm, scores, fitted.how);
  judge_corrected(arm, rows, scores);
  work_.sink.scores(repeat_.number,
                    {arm.classifier, arm.augmentation, fitted.how.threshold, scores, test_.y, repeat_.split.test});
}

// Arms that train plainly share model and thresholds of `none`, which comes first.
ArmTrials::Fitted ArmTrials::fit(const Arm& arm, const Augmentation& augmentation, const ArmRows& rows,
                                 const std::vector<ArmRows>& folds) {
  if (augmentation.trains_plainly() && plain_.contains(arm.classifier)) {
    Fitted plain = plain_.at(arm.classifier);
    const bool chosen = arm.augmentation != augmentation.name;
    if (chosen) keep_model(arm, plain);
    return plain;
  }
  Fitted out{train(arm, rows, "train_" + arm.classifier), {}};
  out.how = choose(arm, out.model, folds);
  keep_model(arm, out);
  if (augmentation.trains_plainly()) plain_[arm.classifier] = out;
  return out;
}

void ArmTrials::keep_model(const Arm& arm, const Fitted& fitted) {
  std::optional<double> threshold;
  if (work_.options.chooses_thresholds()) {
    threshold = (work_.options.base_rate ? fitted.how.chosen_at_base_rate : fitted.how.chosen).f1;
  }
  work_.sink.classifier(repeat_.number, arm.classifier, arm.augmentation, *fitted.model, threshold);
}

ArmTrials::Model ArmTrials::train(const Arm& arm, const ArmRows& rows, const std::string& phase) {
  Stage named = work_.tasks.next(arm.classifier + " + " + arm.augmentation);
  LearnerOptions learners = work_.options.learners;
  learners.set_seed(repeat_.seed);
  const PhaseTimer timer(work_.timings, phase);
  return train_arm(arm.classifier, rows, work_.labels, learners, trained_, work_.pool, named);
}

// Thresholds as sampled and at the base rate; the tuned decision is that of best F1.
Judging ArmTrials::choose(const Arm& arm, const Model& own, const std::vector<ArmRows>& folds) {
  const StudyOptions& options = work_.options;
  const std::optional<double>& rate = options.base_rate;
  Judging how{.costs = options.costs, .base_rate = rate};
  how.chosen = unchosen_thresholds(how.costs);
  if (rate) {
    const std::size_t positives = positives_among(work_.data, repeat_.split.test);
    how.chosen_at_base_rate = unchosen_thresholds(
        how.costs, classifiers::negative_weight(positives, repeat_.split.test.size() - positives, *rate));
  }
  if (!options.chooses_thresholds()) return how;
  const classifiers::HonestScores honest = honest_scores(arm, own, folds);
  how.chosen = choose_thresholds(honest.score, honest.y, how.costs);
  if (!rate) return how;
  how.chosen_at_base_rate = choose_thresholds(honest.score, honest.y, how.costs, weights_at_base_rate(honest.y, *rate));
  return how;
}

// Of training rows that their models had not seen.
classifiers::HonestScores ArmTrials::honest_scores(const Arm& arm, const Model& own,
                                                   const std::vector<ArmRows>& folds) {
  if (folds.empty()) {
    return {classifiers::predict_positive(*own, validation_.x.view(), work_.pool), validation_.y,
            repeat_.split.validation, ""};
  }
  const auto score = [&](std::size_t fold, const tabular::Split& split, Observer&) {
    const ArmRows scored = gather_rows(work_.x, work_.data.y, split.validation);
    return classifiers::predict_positive(*train(arm, folds[fold], kFoldPhase), scored.x.view(), work_.pool);
  };
  return classifiers::cross_fitted_scores(repeat_.folds, work_.data.y, score, work_.observer);
}

void ArmTrials::keep_scores(const Arm& arm, const std::vector<float>& scores, const Judging& how) {
  result_.one_split->y = test_.y;
  const auto place = static_cast<std::size_t>(&arm - result_.arms.data());
  result_.one_split->arms[place] = {scores, how.chosen, how.chosen_at_base_rate};
}

// The prior is known: of the real rows, and as the learner saw it.
void ArmTrials::judge_corrected(Arm& arm, const ArmRows& rows, std::span<const float> scores) const {
  const double learned = learned_share(arm.classifier, rows, work_.labels, work_.options.learners);
  const auto positives = static_cast<double>(positives_among(work_.data, repeat_.split.train));
  const double sampled = positives / static_cast<double>(repeat_.split.train.size());
  RepeatResult& judged = arm.per_repeat.back();
  judged.probabilities = judge_probabilities(scores, test_.y, classifiers::prior_odds_ratio(sampled, learned));
  const std::optional<double>& rate = work_.options.base_rate;
  if (!rate) return;
  judged.probabilities_at_base_rate = judge_probabilities(
      scores, test_.y, classifiers::prior_odds_ratio(*rate, learned), weights_at_base_rate(test_.y, *rate));
}

}  // namespace ballast::app
