// ChoiceFold: a fold of a training part by which something is
// chosen inside it: to all that learns, a repeat of its own.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "app/study/repeat/arm_rows.hpp"
#include "app/study/repeat/study_work.hpp"

namespace ballast::app {

struct ChoiceFold {
  Repeat repeat;    // split.train is learned from
  ArmRows judging;  // the rows of split.validation

  // Rows to add here where `synthetic` are added to the whole training part, at least one.
  std::size_t in_proportion(std::size_t synthetic) const;
  // PR-AUC of scores of the rows that judge, at the study's base rate if it has one.
  double pr_auc(std::span<const float> scores, const StudyOptions& options) const;
};

// The folds of choice_folds (study_split.hpp) of the repeat's training part. Throws Error as there.
std::vector<ChoiceFold> make_choice_folds(const StudyWork& work, const Repeat& whole, std::size_t count);

// Rows that judge by rows that teach, the most of any fold.
double test_to_train(std::span<const ChoiceFold> folds);

// What an arm adds where a choice tries it: as many rows as any, `synthetic`, but a quarter of that for each tree if
// they are drawn afresh, since every tree draws its own; or what its settings say.
std::size_t tried_amount(const Augmentation& arm, std::size_t synthetic);

}  // namespace ballast::app
