#include "app/study/repeat/arm_model.hpp"

#include <cmath>
#include <vector>

#include "classifiers/bag.hpp"
#include "engine/stage.hpp"

namespace ballast::app {

std::shared_ptr<const classifiers::Classifier> train_arm(const std::string& kind, const ArmRows& rows,
                                                         std::span<const std::uint32_t> labels,
                                                         const LearnerOptions& options, TrainedArms& trained,
                                                         numeric::ThreadPool& pool, Observer& observer) {
  if (const auto known = trained.find({kind, rows.key}); known != trained.end()) return known->second;
  if (rows.members.empty()) {
    LearnerOptions own = options.like_number(rows.like_before);
    if (rows.focal) {
      own.boosting.loss = classifiers::Loss::focal;
      own.boosting.focusing = *rows.focal;
    }
    std::shared_ptr<const classifiers::Classifier> model =
        train_classifier(kind, rows.training_set(labels), own, pool, observer).model;
    if (!rows.key.empty()) trained[{kind, rows.key}] = model;
    return model;
  }
  std::vector<std::shared_ptr<const classifiers::Classifier>> members;
  const auto count = static_cast<double>(rows.members.size());
  for (const ArmRows& member : rows.members) {
    const auto done = static_cast<double>(members.size());
    Stage stage(observer, "", done / count, (done + 1) / count);
    members.push_back(train_arm(kind, member, labels, options, trained, pool, stage));
  }
  return classifiers::bag_of(members);
}

double learned_share(const std::string& kind, const ArmRows& rows, std::span<const std::uint32_t> labels,
                     const LearnerOptions& options) {
  if (rows.members.empty()) return learned_share(kind, rows.training_set(labels), options);
  double log_odds = 0;
  for (const ArmRows& member : rows.members) {
    const double share = learned_share(kind, member, labels, options);
    log_odds += std::log(share / (1 - share));
  }
  return 1 / (1 + std::exp(-log_odds / static_cast<double>(rows.members.size())));
}

}  // namespace ballast::app
