// Bins that ranks have found together: each those of its share of the features, whose values are all at hand, or whose
// other parts come from the other ranks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "classifiers/bins/binning.hpp"
#include "classifiers/classifier.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/ranks/ranks.hpp"

namespace ballast::classifiers {

// Each feature's bins from the rank that has found them, on all ranks, which all call it. own: as many features on
// each; those of other ranks have no bins. Throws Stopped as Ranks does.
BinnedFeatures join_features(ranks::Ranks& ranks, const BinnedFeatures& own, Observer& observer);

// Takes the values of a feature in the next rows: x[0], x[stride], ...
using TakeValues = std::function<void(const double* x, std::size_t stride, std::size_t rows)>;
// Gives the values of a feature in the rows at hand, in their order. Threads: any number of features at a time.
using GiveValues = std::function<void(std::size_t feature, const TakeValues& take)>;

// The bins of all features, on all ranks, which all call it: those of one process, of rows without weights that are
// shared out in the order of the ranks. Each rank sorts and counts the different values of its rows, and sends them to
// the rank whose share the feature is. own: labels of the rows at hand, and classes. labels: as of BinnedData. Memory:
// of each thread 16 bytes a row at hand, and 52 for each different value of a feature.
BinnedFeatures find_features_by_rows(ranks::Ranks& ranks, const GiveValues& give, const TrainingSet& own,
                                     std::span<const std::uint32_t> labels, std::size_t max_bins,
                                     numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::classifiers
