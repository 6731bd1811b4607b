// What the options of the generators may hold. Their own checks read it, and so does the program's table of options.
#pragma once

#include <string_view>

#include "engine/range.hpp"

namespace ballast::diffusion {

// All generators that are networks.
inline constexpr Range kHiddenRange = whole_range(1, 16384);
inline constexpr Range kLayersRange = whole_range(1, 64);
inline constexpr Range kUpdatesRange = whole_range(1, 1'000'000'000);
inline constexpr Range kBatchRange = whole_range(1, 1'000'000);
inline constexpr Range kLearningRateRange = closed_range(1e-9, 1000);

// Diffusion.
inline constexpr Range kNoisingStepsRange = whole_range(1, 100'000);
inline constexpr Range kEvaluationsRange = whole_range(0, 1'000'000'000);
inline constexpr Range kClustersRange = whole_range(1, 1000);
inline constexpr Range kAwayFromMajorityRange = closed_range(0, 100);
inline constexpr Range kNoiseLevelRange = above(0, 1);

// Throws Error that names the option of the generator unless the range holds its value.
void require_option(std::string_view generator, std::string_view option, const Range& range, double value);

}  // namespace ballast::diffusion
