// Rows of the first repeat that pictures are drawn from: thinned evenly, so that a large study costs no more than a
// small one.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "app/data/dataset.hpp"
#include "engine/tabular/splits.hpp"

namespace ballast::app::page {

// At most `most` of the values, evenly chosen, in order.
std::vector<std::size_t> thinned(const std::vector<std::size_t>& values, std::size_t most);
// 0 .. count - 1, thinned.
std::vector<std::size_t> thinned_rows(std::size_t count, std::size_t most);

// Real and synthetic rows, features alone.
struct RowSamples {
  tabular::Table majority, minority;                                   // of the training part
  tabular::Table held_out;                                             // positives of the test part
  std::vector<std::pair<std::string, tabular::Table>> synthetic = {};  // by augmentation, in the order of the study
};

// The same rows for pictures of distances, where a column of text is as wide as it has labels: each column keeps the
// labels that its real rows have most often, at most kMostLabels, and the others become one. lumped: for each such
// column its name and how many labels it had.
inline constexpr std::size_t kMostLabels = 30;
RowSamples with_frequent_labels(const RowSamples& rows, std::vector<std::pair<std::string, std::size_t>>& lumped);

// The real rows of a split.
RowSamples real_samples(const Dataset& data, const tabular::Split& split);

inline constexpr std::size_t kMostRealRows = 2000, kMostSyntheticRows = 1500;

}  // namespace ballast::app::page
