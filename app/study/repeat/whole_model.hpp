// The model of an arm that a choice has settled on, of all rows of the training part.
#pragma once

#include <memory>
#include <string>

#include "app/study/repeat/rows_maker.hpp"

namespace ballast::app {

struct WholeModel {
  std::shared_ptr<const classifiers::Classifier> model;
  double learned_share = 0;  // of positives, as the learner saw it
  std::size_t added = 0;     // rows that it learned from beside the table's, drawn once
};

// synthetic: rows that the arm adds. learners: seeds and all. Throws what training throws.
WholeModel train_whole(const StudyWork& work, const Repeat& whole, const std::string& classifier,
                       const Augmentation& arm, std::size_t synthetic, const LearnerOptions& learners);

}  // namespace ballast::app
