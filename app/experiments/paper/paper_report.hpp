// What `paper` shows: the published rows beside ours, then the repeated splits; as text and as JSON.
#pragma once

#include <string>
#include <vector>

#include "app/experiments/paper/paper.hpp"

namespace ballast::app {

// Paired differences of each arm of diffusion from SMOTE with as many rows, uncorrected: F1 at the chosen
// threshold, and PR-AUC.
struct SmoteDifference {
  std::string classifier, augmentation;
  Metric metric{};
  PairedTest test;
};
std::vector<SmoteDifference> differences_from_smote(const StudyResult& study);

// name: of the data, as the title shows it.
std::string paper_text(const PaperResult& result, const std::string& name);
// summary.json.
std::string paper_json(const PaperResult& result);

}  // namespace ballast::app
