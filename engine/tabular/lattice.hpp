// The lattice a column's numbers stand on: cents, whole numbers, thousands, days. Values made between known ones are
// put back on it, so that cents stay cents.
#pragma once

#include <cmath>
#include <span>

namespace ballast::tabular {

// The numbers k step / per_unit for whole k, of which one of the two is 1: per_unit = 100 for cents, step = 1000 for
// thousands. per_unit = 0: no lattice, every number stands on it.
struct Lattice {
  double step = 1, per_unit = 0;

  bool is_none() const { return per_unit == 0; }
  double spacing() const { return is_none() ? 0 : step / per_unit; }
  // The nearest point.
  double nearest(double value) const {
    return is_none() ? value : std::round(value * per_unit / step) * step / per_unit;
  }
  bool operator==(const Lattice&) const = default;
};

// The coarsest of the lattices 10^6, 10^5, .. 10^-9 on which at least 999 of 1,000 values stand, that being at least
// half a dozen of them; of times in seconds a day, an hour, a minute, then as numbers. None if there is no such lattice.
Lattice find_lattice(std::span<const double> values, bool seconds);

}  // namespace ballast::tabular
