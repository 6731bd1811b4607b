// Bootstrap: the rows that a tree learns from, as many draws with replacement as the tree has rows (Efron 1979), kept
// as a count for each row instead of copies. Or, for a balanced forest, as many draws of each class as the rarest has
// (Chen, Liaw and Breiman 2004).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "classifiers/forest/class_counts.hpp"
#include "classifiers/forest/forest_data.hpp"

namespace ballast::classifiers {

class Bootstrap {
 public:
  // Borrows data.
  Bootstrap(const ForestData& data, std::uint64_t seed);

  // The samples of tree number `tree`, in row order; rows of weight 0 are left out. drawn: set to 1 for each real row
  // drawn (size N), unless empty. slot: its fresh rows are in places N + slot x fresh and on.
  void draw(std::uint64_t tree, std::size_t slot, std::span<std::uint8_t> drawn, std::vector<InBag>& samples);

 private:
  const ForestData& data_;
  std::uint64_t seed_;
  std::vector<std::uint16_t> draws_;  // of each row
};

}  // namespace ballast::classifiers
