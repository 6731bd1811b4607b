// Gradient sums by feature and bin: what a split is chosen from, and where boosting spends its time.
//
// Rows come in portions of at most kPackedRows, a histogram in tiles of 16 features (binning.hpp). A portion is added
// to one tile after another in packed words: 16 x 256 x 8 bytes are 32 kB and stay in the L1 cache while the rows run
// by, and a row costs one load, one addition and one store a feature. Then the packed sums are added to the node's sums
// of 2 x 64 bits (16 bytes a cell), which no number of rows can overflow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "classifiers/bins/binning.hpp"
#include "classifiers/boosting/gradient.hpp"

namespace ballast::classifiers {

inline constexpr std::size_t kTileCells = kTileFeatures * kCodes;

// The codes of one tile, kTileFeatures a row, of which the first `features` are in use.
struct TileCodes {
  const std::uint8_t* codes;
  std::size_t features;
};
inline TileCodes tile_codes(const BinnedData& data, std::size_t tile) {
  return {data.tile(tile), data.tile_features(tile)};
}

// Adds at most kPackedRows rows to one tile of packed sums. cells: kTileCells, feature-major. rows: row numbers;
// gradients: one for each of `rows`, in their order.
void add_to_tile(TileCodes tile, std::span<const std::uint32_t> rows, std::span<const PackedGradient> gradients,
                 PackedGradient* cells);
// The same for the rows first, first + 1, ...
void add_to_tile(TileCodes tile, std::size_t first, std::span<const PackedGradient> gradients, PackedGradient* cells);

// Adds packed sums to (or, when `fresh`, puts them in the place of) wide ones, and clears them. count: of cells.
void flush_packed(PackedGradient* packed, std::size_t count, bool fresh, GradientSum* cells);

// Twins: the sums of one feature in wide integers, and of the derivatives themselves in double.
void add_to_feature(const BinnedData& data, std::size_t feature, std::span<const std::uint32_t> rows,
                    std::span<const PackedGradient> gradients, GradientSum* cells);
struct GradientSum64 {
  double g = 0, h = 0;
};
void add_to_feature(const BinnedData& data, std::size_t feature, std::span<const std::uint32_t> rows,
                    std::span<const Gradient> gradients, GradientSum64* cells);

// whole -= part: the histogram of a node less that of one child is that of the other.
void subtract_cells(GradientSum* whole, const GradientSum* part, std::size_t count);

}  // namespace ballast::classifiers
