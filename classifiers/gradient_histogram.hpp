// Gradient sums by feature and bin: what a split is chosen from, and where boosting spends its time.
//
// A histogram is cut in tiles of 8 features (binning.hpp): 8 x 256 sums of 16 bytes are 32 kB and stay in the L1 cache
// while the rows of a node run by; each row costs one 64-bit load of codes and 8 additions of 128 bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "classifiers/binning.hpp"
#include "classifiers/gradient.hpp"

namespace ballast::classifiers {

inline constexpr std::size_t kTileCells = kTileFeatures * kCodes;

// Adds the rows to one tile of a histogram. cells: kTileCells, feature-major. rows: row numbers, ascending.
void add_to_tile(const BinnedData& data, std::size_t tile, std::span<const std::uint32_t> rows,
                 std::span<const Gradient> gradients, float scale, GradientSum* cells);

// Twins: the same sums one feature at a time, in fixed point and in double.
void add_to_feature(const BinnedData& data, std::size_t feature, std::span<const std::uint32_t> rows,
                    std::span<const Gradient> gradients, float scale, GradientSum* cells);
struct GradientSum64 {
  double g = 0, h = 0;
};
void add_to_feature(const BinnedData& data, std::size_t feature, std::span<const std::uint32_t> rows,
                    std::span<const Gradient> gradients, GradientSum64* cells);

// whole -= part, one tile: the histogram of a node less that of one child is that of the other.
void subtract_tile(GradientSum* whole, const GradientSum* part);

}  // namespace ballast::classifiers
