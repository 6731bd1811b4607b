// What `predict` makes of a block of rows, and how it goes from rank to rank.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/error.hpp"
#include "engine/ranks/ranks.hpp"
#include "engine/tabular/features/features.hpp"
#include "engine/tabular/fingerprints/learned_rows.hpp"

namespace ballast::app {

struct ScoredBlock {
  std::string lines = {};
  std::size_t rows = 0;
  tabular::LearnedRows::Seen seen = {};
  std::vector<tabular::UnseenLabels> unseen = {};  // of each text column of the model; none of a block without rows
  std::optional<Error> fault = {};                 // why its rows cannot be read

  // Rows below these, but for their lines.
  void add(const ScoredBlock& below);
};

// Labels never seen, by text column, cells that are not missing counted where all are known too.
std::vector<tabular::UnseenLabels> counted_labels(const tabular::Schema& features,
                                                  const tabular::FeatureEncoder::Encoded& of);

// Calls put with the texts of the ranks behind the first, in their order, some megabytes at a time, on the first. All
// ranks call it.
void for_each_text(ranks::Ranks& ranks, const std::string& own, Observer& observer,
                   const std::function<void(std::string_view)>& put);

// Those of all ranks, but for their lines, in the order of the ranks, on the first; on the others only why the first of
// them cannot be read, if so. features: of the model. All ranks call it. Throws Stopped as Ranks does.
std::vector<ScoredBlock> gather_blocks(ranks::Ranks& ranks, const ScoredBlock& own, const tabular::Schema& features,
                                       Observer& observer);

}  // namespace ballast::app
