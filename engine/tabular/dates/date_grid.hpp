// The grid that the dates of a column stand on, as decimals.hpp has that of numbers: times that end in :00, whole
// hours, midnights of a zone.
#pragma once

#include <span>

#include "engine/tabular/decimals.hpp"

namespace ballast::tabular {

// sorted: seconds since 1970 UTC, ascending. The grid is that of the seconds as a
// clock `offset` seconds east of UTC counts them: decimals_of, and a second, a minute,
// an hour or a day where all stand on them, however few they are. Free if empty.
Decimals date_grid_of(std::span<const double> sorted, int offset = 0);

// The moment of that grid nearest to a finite one.
double nearest_moment(const Decimals& grid, double seconds, int offset);

}  // namespace ballast::tabular
