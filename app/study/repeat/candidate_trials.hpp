// CandidateTrials: the arms that `auto` chooses from, cross-fitted inside the training part of a repeat.
//
//   for each fold:  learn from the others, as every arm does, with rows in proportion -> score the fold -> PR-AUC
//   then            the best arm that adds rows once more, with a quarter and four times as many, as far as that
//                   balances the classes -> choose_arm (arm_choice.hpp)
//
// Rows that are drawn once are as many as in every other arm, fresh ones a quarter of that for each tree. A mean of
// arms takes the models that these have trained anyway. Cost: fits_of_choice.
#pragma once

#include <cstddef>
#include <vector>

#include "app/study/arm_choice.hpp"
#include "app/study/repeat/arm_model.hpp"
#include "app/study/repeat/choice_fold.hpp"
#include "app/study/repeat/rows_maker.hpp"
#include "app/study/repeat/study_work.hpp"
#include "classifiers/judge/honest_scores.hpp"

namespace ballast::app {

// What was chosen for one classifier.
struct ChosenArm {
  TriedArms choice;
  Augmentation augmentation;
  std::size_t synthetic = 0;         // rows that it adds to all of the training part
  classifiers::HonestScores honest;  // of the training part, by the chosen arm's models
};

class CandidateTrials {
 public:
  // Borrows all three. Requires: automatic.is_choice().
  CandidateTrials(const StudyWork& work, const Repeat& repeat, const Augmentation& automatic);

  // For each classifier of the study, in its order. Throws Error when a class is too small for two folds, and what
  // training throws.
  std::vector<ChosenArm> run();

 private:
  struct Tried {
    Augmentation augmentation;
    std::size_t synthetic;
    bool kept;  // a mean of arms needs its model
    Candidate figures;
    std::vector<std::vector<float>> scores;  // by fold
  };
  using Table = std::vector<Tried>;  // of one classifier

  void try_arms(std::size_t fold);
  void try_amounts(Table& table, const std::string& classifier);
  Tried with_amount(const Augmentation& arm, std::size_t synthetic, const std::string& classifier);
  void try_arm(Tried& tried, std::size_t fold, const std::string& classifier, const ArmRows& rows,
               TrainedArms& trained);
  Tried candidate(const Augmentation& augmentation, std::size_t synthetic) const;
  ArmRows rows_of(const Tried& tried, std::size_t fold);
  ChosenArm choose(Table table) const;

  const StudyWork& work_;
  const Repeat& repeat_;
  const Augmentation& automatic_;
  std::vector<ChoiceFold> folds_;
  std::vector<RowsMaker> makers_;  // of the folds
  std::vector<Table> tables_;      // by classifier
};

// The most that one choice takes for one classifier, in fits;
// and for all classifiers together in tasks (study_tasks.hpp).
std::size_t fits_of_choice(const Augmentation& automatic);
std::size_t tasks_of_choice(const Augmentation& automatic, std::size_t classifiers);

}  // namespace ballast::app
