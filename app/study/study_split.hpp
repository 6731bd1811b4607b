// The splits of a study: of the data for each repeat, and of a training part, to choose thresholds by.
#pragma once

#include "app/study/study.hpp"

namespace ballast::app {

// Train, validation (if options ask for it) and test of one repeat, from 0: a function of the data and the options'
// seed and repeats.
// Throws Error, naming the data, when a part would lack a class.
tabular::Split split_repeat(const Dataset& data, const StudyOptions& options, std::size_t repeat);

// The folds of `train` by which thresholds are chosen: each split's validation rows are one fold, its train rows the
// others. Stratified, options.folds of them; by time one alone, the last quarter.
// Throws Error when a class is too small.
std::vector<tabular::Split> folds_of(const Dataset& data, const StudyOptions& options,
                                     std::span<const std::size_t> train, std::uint64_t seed);

// The same to choose an arm by (arm_choice.hpp): `most` of them, or as many as there are positives; by time as many
// windows that follow each other, those without a class left out.
// Throws Error when a class is too small for two.
inline constexpr std::size_t kChoiceFolds = 5;
std::vector<tabular::Split> choice_folds(const Dataset& data, const StudyOptions& options,
                                         std::span<const std::size_t> train, std::uint64_t seed,
                                         std::size_t most = kChoiceFolds);

// How many of the rows are positive.
std::size_t positives_among(const Dataset& data, std::span<const std::size_t> rows);

}  // namespace ballast::app
