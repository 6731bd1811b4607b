// Bins that ranks have found together, each those of its share of the features.
#pragma once

#include "classifiers/bins/binning.hpp"
#include "engine/observer.hpp"
#include "engine/ranks/ranks.hpp"

namespace ballast::classifiers {

// Each feature's bins from the rank that has found them, on all ranks, which all call it. own: as many features on each;
// those of other ranks have no bins. Throws Stopped as Ranks does.
BinnedFeatures join_features(ranks::Ranks& ranks, const BinnedFeatures& own, Observer& observer);

}  // namespace ballast::classifiers
