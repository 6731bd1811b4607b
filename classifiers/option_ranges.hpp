// What the options of the learners may hold. Their own checks read it, and so does the program's table of options.
#pragma once

#include "engine/range.hpp"

namespace ballast::classifiers {

inline constexpr double kLargePenalty = 1e9;  // of all that is added to sums; more could only grow stumps

// Both learners.
inline constexpr Range kTreesRange = whole_range(1, 100'000);  // or rounds
inline constexpr Range kMaxLeavesRange = whole_range(2, 1'000'000);
inline constexpr Range kMaxDepthRange = whole_range(1, 1000);

// Forest.
inline constexpr Range kMaxFeaturesRange = whole_range(0, 1'000'000);
inline constexpr Range kMinSamplesLeafRange = whole_range(1, 1'000'000'000);

// Boosting.
inline constexpr Range kLevelDepthRange = whole_range(1, 12);  // of trees grown level by level, without max_leaves
inline constexpr Range kEtaRange = above(0, 1);
inline constexpr Range kPenaltyRange = closed_range(0, kLargePenalty);  // lambda, alpha, gamma, min_child_weight, ...
inline constexpr Range kShareRange = above(0, 1);                       // of rows or features
inline constexpr Range kScalePosWeightRange = above(0, kLargePenalty);
inline constexpr Range kMaxBinRange = whole_range(3, 256);  // one bin is kept for missing values
inline constexpr Range kFocusingRange = closed_range(0, 10);
inline constexpr Range kBaseScoreRange = open_range(0, 1);
inline constexpr Range kStoppingRoundsRange = whole_range(1, 100'000);

}  // namespace ballast::classifiers
