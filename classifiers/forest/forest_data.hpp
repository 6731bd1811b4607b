// ForestData: what all trees of a forest learn from, as codes and whole numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "classifiers/bins/binning.hpp"

namespace ballast::classifiers {

struct ForestData {
  const BinnedData& binned;
  std::span<const std::int32_t> y;
  std::size_t classes;
  std::vector<std::int64_t> weight;  // fixed point, or empty for all ones; 0: never drawn
  double weight_unit = 1;            // worth of one in `weight`
  // For balanced bootstraps: the rows of each class that have weight, and how many of each a tree draws.
  std::vector<std::vector<std::uint32_t>> rows_of_class{};
  std::size_t draws_of_class = 0;
  // The last `fresh` of y are of rows that each tree has for itself, in places of its own below the real ones.
  std::size_t fresh = 0;
};

}  // namespace ballast::classifiers
