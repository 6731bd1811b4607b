// Labels at their rates. A model gives each label a score and the largest wins, which makes frequent labels more
// frequent. Added offsets, one a label, put that right: they are moved until the rates are those wanted.
#pragma once

#include <span>
#include <vector>

#include "engine/numeric/matrix.hpp"

namespace ballast::tabular {

// Below 1, so that of scores of -1 and one +1 the label of +1 still wins whatever the offsets.
inline constexpr double kLargestOffset = 0.95;

// The offset of each label by which the largest of scores + offsets, among the rows of `scores` (rows x labels), is
// each label as often as `rates` say, as nearly as offsets within kLargestOffset can. Requires rows and labels.
std::vector<double> offsets_to_rates(numeric::MatrixView<const float> scores, std::span<const double> rates);

}  // namespace ballast::tabular
