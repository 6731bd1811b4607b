// The splits of a study: of the data for each repeat, and of a training part where an arm tunes its threshold.
#pragma once

#include "app/study/study.hpp"

namespace ballast::app {

// Train, validation (if options ask for it) and test of one repeat, from 0: a function of the data and the options'
// seed and repeats.
// Throws Error, naming the data, when a part would lack a class.
tabular::Split split_repeat(const Dataset& data, const StudyOptions& options, std::size_t repeat);

// Three quarters of `train` to learn from (the split's train), one to choose by (its validation); no test part.
// As the outer split: stratified, or by time. Throws Error when a class is too small for both.
tabular::Split split_for_tuning(const Dataset& data, const StudyOptions& options, std::span<const std::size_t> train,
                                std::uint64_t seed);

// How many of the rows are positive.
std::size_t positives_among(const Dataset& data, std::span<const std::size_t> rows);

}  // namespace ballast::app
