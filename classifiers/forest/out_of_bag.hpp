// What a forest says of the rows that its trees did not draw: honest probabilities without a validation set, and by how
// much they worsen when one feature is shuffled (Breiman 2001, sections 3.1 and 10).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "classifiers/forest/forest.hpp"
#include "classifiers/trees/tree.hpp"

namespace ballast::classifiers {

// Which rows each tree drew: one byte per row, 0 for not drawn.
using DrawnRows = std::vector<std::vector<std::uint8_t>>;

// Fills the out-of-bag part of the report: probabilities, their figures and, if `permute`, the importance of each
// feature. Cost: one prediction of the training rows, and with `permute` one for each feature that a tree splits on.
void judge_out_of_bag(const TrainingSet& data, std::span<const DecisionTree> trees, const DrawnRows& drawn,
                      bool permute, std::uint64_t seed, numeric::ThreadPool& pool, ForestReport& report);

}  // namespace ballast::classifiers
