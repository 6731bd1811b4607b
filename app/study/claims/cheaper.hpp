// Whether less would do: what stands beside a gain and costs less, and whether the gain is one of rows at all.
//
// An arm that is a mean of models has as many times the trees, and these alone lower the variance. Its yardstick is the
// plain bag, the mean of as many models without rows: only what the arm does beyond that comes from its rows.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/study/study.hpp"

namespace ballast::app {

// What costs less: class weights, the plain bag, plain oversampling.
struct Cheaper {
  std::string augmentation;
  std::string words;
  double delta = 0;   // in the same metric, less that of the gain; more is better
  bool less = false;  // told to do less than the gain, by an uncorrected test: the milder judge
};
// Those of the study, the simplest first: of a gain of rows that a generator made, and of one by a mean of models.
std::vector<Cheaper> cheaper_than(const StudyResult& result, const Comparison& gain);

// The models that a classifier of the arm is the mean of; of auto, the most that it chose.
std::size_t models_of(const StudyResult& result, const Comparison& c);
// The plain bag of as many models, "bag" or "none+none+none", if the arm needs one to be judged by and the study has
// none; else empty.
std::string missing_bag(const StudyResult& result, const Comparison& gain);
// Whether added rows did it: the arm adds some, and no plain bag of the study does as well.
bool is_from_rows(const StudyResult& result, const Comparison& gain);

}  // namespace ballast::app
