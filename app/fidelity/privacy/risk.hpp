// What an attack on learned rows gains over the same attack on rows that nobody learned (Giomi and others 2023,
// "Anonymeter"): that part of its success which is owed to learning, and not to what the population tells of anybody.
//
//   risk = (r - r_control) / (1 - r_control),   r = (hits + z^2 / 2) / (guesses + z^2)   (Wilson's centre)
//
// held to 0 .. 1; the interval by propagation of both Wilson intervals.
#pragma once

#include <cstddef>

#include "app/fidelity/figure.hpp"

namespace ballast::app::fidelity {

struct Guesses {
  std::size_t hits = 0, guesses = 0;
};

// NaN where there were no guesses.
Value excess_risk(const Guesses& learned, const Guesses& control);

}  // namespace ballast::app::fidelity
