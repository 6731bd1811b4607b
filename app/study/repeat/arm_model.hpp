// From the rows of an arm to its model: one, or of a bag the mean of its members'.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "app/study/learner.hpp"
#include "app/study/repeat/arm_rows.hpp"

namespace ballast::app {

// Models by kind and ArmRows::key, for arms and members of bags that would train the same once more.
using TrainedArms = std::map<std::pair<std::string, std::string>, std::shared_ptr<const classifiers::Classifier>>;

// labels: how many each feature has, 0 for numbers. Throws as train_classifier.
std::shared_ptr<const classifiers::Classifier> train_arm(const std::string& kind, const ArmRows& rows,
                                                         std::span<const std::uint32_t> labels,
                                                         const LearnerOptions& options, TrainedArms& trained,
                                                         numeric::ThreadPool& pool, Observer& observer);

// The share of positives that the scores of such a model assume (learner.hpp); of a bag that of the mean of its
// members' log-odds, which is exact for margins and near for probabilities.
double learned_share(const std::string& kind, const ArmRows& rows, std::span<const std::uint32_t> labels,
                     const LearnerOptions& options);

}  // namespace ballast::app
