// A table as codes of which nothing but noised counts tells: edges, labels, shares, and the number of rows.
//
// Columns' names and kinds, and how dates are written, are taken as public; so is what PublicColumn says of bounds,
// labels and grids. The rest is counted in cells that were fixed beforehand (number_cells.hpp), with noise:
//
//   a number   how many rows have which magnitude, unless its bounds are known; then how many are in which cell between
//              the bounds. Cells beside each other are joined until their rows stand out of the noise.
//   a text     how many rows have each label; of labels that no schema lists those whose noised count is above
//              1 + sigma Phi^-1(1 - delta_label / T) for T such columns (Korolova et al. 2009: a label that one row has
//              gets there with probability delta_label in all). The others are `rare_as`.
//   missing    a cell more of each
#pragma once

#include <cstddef>

#include "diffusion/codes/table_codes.hpp"
#include "diffusion/privacy/noisy_counts.hpp"
#include "diffusion/privacy/privacy_options.hpp"

namespace ballast::diffusion {

// How often a row is counted: histograms of all columns, and the number of rows. Depends on what is public alone.
std::size_t private_counts(const tabular::Schema& schema, const PrivacyOptions& options);
// Columns of labels that are to be found.
std::size_t unlisted_columns(const tabular::Schema& schema, const PrivacyOptions& options);

struct PrivateCoding {
  TableCodes codes;            // of a schema whose labels are those released
  CodeRows coded;              // of every row; what has no code of its own has that of the commonest
  std::size_t about_rows = 0;  // noised
};

// most_codes: of a column of numbers. label_delta: what of delta finding labels may cost.
PrivateCoding code_privately(const tabular::Table& rows, const PrivacyOptions& options, const NoisyCounts& noise,
                             double label_delta, std::size_t most_codes, numeric::ThreadPool& pool);

}  // namespace ballast::diffusion
