// Successive halving (Karnin, Koren and Somekh 2013; Jamieson and Talwalkar 2016), with folds as what is spent: all
// candidates are judged on one fold, the best third of them on about three times as many, and so on until the last are
// judged on all. The defaults take no part in it: they are judged on all folds whatever happens.
//
//   5 folds, 54 candidates:   54 on 1 fold -> 18 on 2 -> 6 on all 5         54 + 18 + 6 x 3 = 90 fits
#pragma once

#include <cstddef>
#include <vector>

namespace ballast::app {

struct Rung {
  std::size_t candidates = 0;
  std::size_t folds = 0;  // on which they are judged, with those of the rungs before
};

// Requires: candidates >= 1, folds >= 2.
std::vector<Rung> plan_race(std::size_t candidates, std::size_t folds);
// A fit is one training of one candidate without one fold.
std::size_t fits_of(const std::vector<Rung>& race);
// The most candidates whose race takes no more than so many fits; 0 if there is none.
std::size_t affordable_candidates(std::size_t fits, std::size_t folds);

}  // namespace ballast::app
