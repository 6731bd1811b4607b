// Decimals: the grid that the numbers of a column stand on, so that what is made up for it can be written as the source
// is: cents stay cents, a limit that comes in ten thousands stays so, a price that ends in .99 too.
//
// A number has p places if p digits behind the point write it, n / 10^p with a whole n below 2^53: the same double that
// reading those digits gives. A column has the fewest places that at least 999 in 1000 of its numbers have, so that a
// few that were computed do not cost the others their cents. Its step is the greatest common divisor of the differences
// of those n, its offset what the step leaves of each, unless that may be chance: g leaves the same of m distinct
// numbers by chance one time in g^(m - 2), once the first two have chosen it, and must do so less than one time in a
// million. The same of the n themselves, with an offset of 0 and g^(m - 1).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/files/archive.hpp"

namespace ballast::tabular {

struct Decimals {
  static constexpr int kFree = -1;  // no grid
  static constexpr int kMost = 15;

  int places = kFree;
  std::uint64_t step = 1;           // in units of 10^-places; 1 if free
  std::vector<double> levels = {};  // ascending: the only numbers there are (levels.hpp); empty: all of the grid
  std::uint64_t offset = 0;         // of the grid from 0, below the step

  bool is_free() const { return places == kFree && levels.empty(); }
  // The number of the grid nearest to a finite value, at most half a step away; the value itself if free, or where
  // doubles are coarser than the grid. With levels: the nearest of them, the lower of two as near.
  double nearest(double value) const;
  bool operator==(const Decimals&) const = default;
};

// sorted: the cells of a column that are not missing, ascending. Whole numbers beyond 2^53 count as numbers of no
// places, and make the step 1. Free if empty. Cost: some divisions a cell and place.
Decimals decimals_of(std::span<const double> sorted);

// Whether all cells that are not missing have so many places or fewer. places: 0 to kMost.
bool have_places(std::span<const double> cells, int places);

void save_decimals(const Decimals& decimals, files::ArchiveWriter out);
// Throws Error on anything that is no grid.
Decimals load_decimals(const files::ArchiveReader& in);

}  // namespace ballast::tabular
