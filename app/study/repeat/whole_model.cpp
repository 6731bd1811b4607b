#include "app/study/repeat/whole_model.hpp"

#include "app/study/repeat/arm_model.hpp"

namespace ballast::app {
namespace {

std::size_t added_rows(const ArmRows& rows) {
  std::size_t added = rows.y.size() - rows.real;
  for (const ArmRows& member : rows.members) added += added_rows(member);
  return added;
}

}  // namespace

WholeModel train_whole(const StudyWork& work, const Repeat& whole, const std::string& classifier,
                       const Augmentation& arm, std::size_t synthetic, const LearnerOptions& learners) {
  const ArmRows rows = RowsMaker(work, whole).whole(arm, synthetic);
  TrainedArms trained;
  Stage named = work.tasks.next(classifier + " + " + arm.name);
  return {train_arm(classifier, rows, work.labels, learners, trained, work.pool, named),
          learned_share(classifier, rows, work.labels, learners), added_rows(rows)};
}

}  // namespace ballast::app
