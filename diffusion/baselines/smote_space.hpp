// Who is near whom, as SMOTE and SMOTE-NC see it (Chawla et al. 2002, sections 4.2 and 6.1).
#pragma once

#include "engine/numeric/matrix.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::diffusion {

// The space of the search, rows x coordinates. A numeric or integer column is one coordinate, standardised, 0 where it
// is missing. A text or two-valued column is one coordinate per value: sqrt(1/2) where the row has it, so that a
// mismatch adds 1 to the squared distance, the square of a numeric column's standard deviation. A column of more than
// 64 values has 32 coordinates, whose signs are drawn for each value: a mismatch adds 1, give or take .18.
numeric::Matrix<float> smote_space(const tabular::Table& rows);

}  // namespace ballast::diffusion
