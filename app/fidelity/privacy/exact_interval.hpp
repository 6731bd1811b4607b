// The exact two-sided 95 % interval of a share (Clopper and Pearson 1934): never too narrow, which is what a claim of
// privacy needs.
#pragma once

#include <cstddef>

#include "app/study/proportions.hpp"

namespace ballast::app::fidelity {

// Of nothing at all [0, 1]. Requires: hits <= trials.
Interval clopper_pearson(std::size_t hits, std::size_t trials);

}  // namespace ballast::app::fidelity
