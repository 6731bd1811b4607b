// The codes of a column out of nothing but noised counts. What is done here costs no privacy: no row is looked at.
#pragma once

#include <span>
#include <vector>

#include "diffusion/codes/column_codes.hpp"
#include "diffusion/privacy/number_cells.hpp"

namespace ballast::diffusion {

// Of numbers. cells and counts: ascending, as many; missing: the noised count of missing cells, 0 if there is no such
// code. Cells are joined to pieces that stand four deviations of their noise above 0, and what does not is given up;
// points of which many rows have one are spikes, the rest bins. Always at least one code.
ColumnCodes codes_of_counts(std::span<const NumberCells::Cell> cells, std::span<const double> counts, double missing,
                            double sigma, std::size_t most_codes, const tabular::Decimals& decimals);

// Of text: each label has a code. counts: at least one.
ColumnCodes codes_of_labels(std::span<const double> counts, double missing);

}  // namespace ballast::diffusion
