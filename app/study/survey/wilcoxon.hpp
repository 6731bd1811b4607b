// Wilcoxon's signed ranks (1945): are differences, one a table, as often and as far above 0 as below?
#pragma once

#include <span>

namespace ballast::app {

// The exact two-sided p value, given the ranks of the sizes (of equal ones their mean): the share of all choices of
// signs whose sum of positive ranks is as far from the middle. Differences of 0 are left out; 1 where none are left.
// Cost: the cube of the number of differences.
double wilcoxon_signed_ranks(std::span<const double> differences);

}  // namespace ballast::app
