// What the parts of a study's loop work with: its data, read once as the learners see them, and where the work is shown
// and kept.
#pragma once

#include <cstdint>
#include <vector>

#include "app/data/dataset.hpp"
#include "app/study/repeat/study_tasks.hpp"
#include "app/study/study.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/tabular/features/features.hpp"

namespace ballast::app {

// The phase of all that is done to choose thresholds.
inline constexpr const char* kFoldPhase = "choose_thresholds";
// And an arm.
inline constexpr const char* kChoicePhase = "choose_arm";

struct StudyWork {
  const Dataset& data;
  const StudyOptions& options;
  const tabular::FeatureEncoder& encoder;
  const numeric::Matrix<double>& x;          // (rows of the data, features)
  const std::vector<std::uint32_t>& labels;  // of each feature; 0: a number
  numeric::ThreadPool& pool;
  Observer& observer;
  StudySink& sink;
  StudyTasks& tasks;
  Timings& timings;
};

// One repeat, from 0: its rows, and what is the same for all of its arms.
struct Repeat {
  std::size_t number = 0;
  std::uint64_t seed = 0;
  tabular::Split split;
  std::vector<tabular::Split> folds;  // of the training part, to choose thresholds by; none where validation rows do
  std::size_t synthetic = 0;          // rows that an arm adds to the whole training part
  double share = 1;  // of a fold by which auto chooses: of the rows of the training part; its part is the fold's
};

}  // namespace ballast::app
