// Claims: which of a study's comparisons count, and which of them a verdict speaks of.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/study/study.hpp"

namespace ballast::app {

// The comparisons that a verdict is about: of the base rate if there is one, of one classifier if asked.
struct Question {
  const StudyResult& result;
  std::vector<const Comparison*> asked;
  std::size_t family = 0;  // comparisons that Holm's correction is over
};
Question question(const StudyResult& result, const std::string& classifier = "");

// Holm's p is below 5 %, and there is more than one split.
bool stands(const StudyResult& result, const Comparison& c);
// delta, turned so that more is better.
double gain_of(const Comparison& c);
const Augmentation& augmentation_of(const StudyResult& result, const std::string& name);

// The gain to speak of: diffusion's before those of other rows, these before what adds no rows, this before rows that a
// plain bag does without (cheaper.hpp), then the surest. Null where no gain stands.
const Comparison* best_gain(const Question& q);
// Losses that stand; of one arm if `of` is not null.
std::vector<const Comparison*> losses(const Question& q, const Comparison* of);

}  // namespace ballast::app
