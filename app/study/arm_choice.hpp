// The choice among arms that `auto` makes inside a training part.
//
// Each candidate is trained on all folds of the training part but one and judged by PR-AUC on that one, the same folds
// for all. The best mean of several noisy ones flatters itself, so the choice is the simplest candidate that cannot be
// told from the best: plain training, or else the first in order whose mean lies below the best by no more than one
// standard error of that difference, and above plain training by more than one (after the one-standard-error rule of
// Breiman, Friedman, Olshen and Stone 1984, section 3.4.3, on paired differences). Folds share their training rows; the
// error is corrected for that (statistics.hpp).
#pragma once

#include <string>
#include <vector>

#include "app/data/tried_arms.hpp"
#include "app/text/flat_json.hpp"

namespace ballast::app {

struct StudyResult;

struct Candidate {
  TriedArm arm;                // its name and rows; choose_arm fills in the rest
  std::vector<double> pr_auc;  // by fold
};

// test_to_train: rows of a fold by those of the others. One fold tells no error, and chooses the first.
// Requires: at least one candidate, the simplest first, all with as many folds.
TriedArms choose_arm(std::vector<Candidate> candidates, double test_to_train);

// As a table for the terminal, with the chosen one marked.
std::string tried_arms_text(const TriedArms& tried);
// The same as fields of a summary: arm, arm_rows, fits, and the figures by arm.
JsonFields tried_arms_json(const TriedArms& tried);
// "smote-fresh with 750 rows".
std::string chosen_text(const TriedArms& tried);
// How often each was chosen, by classifier: "auto chose: forest: none 3 times, smote with 750 rows once"; else empty.
std::string choices_text(const StudyResult& result);

}  // namespace ballast::app
