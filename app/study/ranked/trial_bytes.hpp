// Trials as bytes, to go from the rank that made them to the first: what an arm of a repeat leaves. Every number comes
// back with its bits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/study/study.hpp"

namespace ballast::app {

struct Trial {
  std::size_t arm = 0;  // its place in StudyResult::arms
  RepeatResult judged = {};
  double threshold = 0.5;               // scores from here on are flagged
  std::vector<float> score = {};        // of each test row
  std::optional<TriedArms> tried = {};  // where the arm is auto
};

std::string trial_bytes(const std::vector<Trial>& trials);
// Throws Error on bytes that are none.
std::vector<Trial> trials_of(const std::string& bytes);

std::string timing_bytes(const Timings& timings);
// Adds phase by phase; phases not known yet come last.
void add_timings(const std::string& bytes, Timings& timings);

}  // namespace ballast::app
