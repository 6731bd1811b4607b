// Whether plain training knows anything: where it does no better than blind scores, no arm's figures mean much.
#pragma once

#include <string>
#include <vector>

#include "app/study/study.hpp"

namespace ballast::app {

// A classifier's plain training over the splits, against scores drawn blindly.
struct BlindTest {
  double pr_auc = 0, blind_pr_auc = 0, roc_auc = 0;
  // Neither the interval of PR-AUC less blind_pr_auc nor that of ROC-AUC less 1/2 lies above 0 (Nadeau and Bengio; of
  // one split: neither value does), and the mean ROC-AUC is no more than two standard errors of a blind one's above
  // 1/2, corrected alike: of two or three splits intervals hold everything.
  bool at_chance = false;
  // What its chosen thresholds cost for 1,000 rows, and what it costs to flag nothing there; both 0 without thresholds.
  double cost = 0, cost_of_nothing = 0;
  bool costs_no_less() const { return cost_of_nothing > 0 && cost >= cost_of_nothing; }
};
// At the base rate costs are judged there, the areas as sampled. Requires: compared arms.
BlindTest blind_test(const StudyResult& result, const std::string& classifier);

// Those whose plain training cannot be told from chance.
std::vector<std::string> classifiers_at_chance(const StudyResult& result);

}  // namespace ballast::app
