// How a generator makes rows for the trees of a forest, or the rounds of boosting, beside the rows they all share.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ballast::app {

// Tree t learns from draw t mod `draws` of a generator: so many draws of its rows are made, and no more. With one for
// all trees their variance stays whole in the mean; with d it falls to a d-th, with one for each tree a little further,
// and a network's rows cost more than the trees.
struct FreshDraws {
  std::size_t rows = 0;    // of each draw
  double weight = 1;       // of each row, where a row of the data weighs 1
  std::size_t draws = 10;  // different ones; 0: a draw for each tree

  std::uint64_t draw_of(std::uint64_t tree) const { return draws == 0 ? tree : tree % draws; }
};

}  // namespace ballast::app
