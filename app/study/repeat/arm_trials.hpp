// ArmTrials: the arms of one repeat. Each is trained on what its augmentation makes of the training part, chooses its
// thresholds on rows that its models had not seen, and is judged once on the test part.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/study/repeat/arm_model.hpp"
#include "app/study/repeat/arm_rows.hpp"
#include "app/study/repeat/rows_maker.hpp"
#include "app/study/repeat/study_work.hpp"
#include "classifiers/judge/honest_scores.hpp"

namespace ballast::app {

class ArmTrials {
 public:
  // Borrows all three; results join the arms, and one_split if there is one.
  ArmTrials(const StudyWork& work, const Repeat& repeat, StudyResult& result);

  // All arms of one augmentation, the classifiers in turn. Requires: that of "none" was the first.
  void run(const Augmentation& augmentation);

 private:
  using Model = std::shared_ptr<const classifiers::Classifier>;
  struct Fitted {
    Model model;
    Judging how;
  };

  void run_choice(const Augmentation& automatic);
  void run_arm(Arm& arm, const Augmentation& augmentation, const ArmRows& rows, const std::vector<ArmRows>& folds);
  Fitted fit(const Arm& arm, const Augmentation& augmentation, const ArmRows& rows, const std::vector<ArmRows>& folds);
  void keep_model(const Arm& arm, const Fitted& fitted);
  Model train(const Arm& arm, const ArmRows& rows, const std::string& phase);
  Judging choose(const Arm& arm, const Model& own, const std::vector<ArmRows>& folds);
  classifiers::HonestScores honest_scores(const Arm& arm, const Model& own, const std::vector<ArmRows>& folds);
  void judge_corrected(Arm& arm, const ArmRows& rows, std::span<const float> scores) const;
  void keep_scores(const Arm& arm, const std::vector<float>& scores, const Judging& how);

  const StudyWork& work_;
  const Repeat& repeat_;
  StudyResult& result_;
  ArmRows test_, validation_;
  RowsMaker maker_;
  std::map<std::string, Fitted> plain_;  // by classifier
  TrainedArms trained_;
};

}  // namespace ballast::app
