// A forest grown over ranks (engine/ranks), each of which has all rows: by trees, which know nothing of each other.
#pragma once

#include <optional>

#include "classifiers/forest/forest.hpp"
#include "engine/ranks/ranks.hpp"

namespace ballast::classifiers {

// As train_forest of forest.hpp: all ranks call it with the same rows and options, and each grows its share of the
// trees. The first gets the forest and the report, which have the bytes of one process; the others get nothing. What is
// out of bag the first judges alone.
std::optional<Forest> train_forest(const TrainingSet& data, const ForestOptions& options, ranks::Ranks& ranks,
                                   numeric::ThreadPool& pool, Observer& observer, ForestReport* report = nullptr);

}  // namespace ballast::classifiers
