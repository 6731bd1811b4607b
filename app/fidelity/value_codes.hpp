// Columns as codes, so that pairs of columns become tables of counts.
//
// Discrete columns have a code for each value. Numbers are cut in ten bins of equal width, as numpy's
// histogram_bin_edges and digitize cut them (which is what SDMetrics does): code 0 lies below the first edge, code i
// from edge i - 1 to below edge i, the last code at the last edge, beyond it, or missing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ballast::app::fidelity {

struct Codes {
  std::vector<std::uint32_t> of;  // one a row, below count
  std::size_t count = 0;
};

inline constexpr std::size_t kBins = 10;

// bins + 1 edges from the smallest to the largest cell that is not missing; half a unit around them if they are one
// value; 0 to 1 if there are none.
std::vector<double> equal_width_edges(std::span<const double> cells, std::size_t bins = kBins);
Codes digitised(std::span<const double> cells, std::span<const double> edges);

// The codes of two columns of discrete values under one numbering: values in rising order, then missing.
struct PairedCodes {
  Codes real, other;
};
PairedCodes level_codes(std::span<const double> real, std::span<const double> other);

}  // namespace ballast::app::fidelity
