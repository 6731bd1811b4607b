#include "classifiers/gradient_histogram.hpp"

#include <algorithm>
#include <cstring>

namespace ballast::classifiers {
namespace {

// Both sums of a cell as one register; a GNU vector type, which g++ and clang++ know on every processor.
using SumVector = std::int64_t __attribute__((vector_size(16)));

template <std::size_t kFeatures>
void add_rows(const std::uint8_t* codes, std::span<const std::uint32_t> rows, const Gradient* gradients, float scale,
              GradientSum* cells) {
  for (const std::uint32_t row : rows) {
    std::uint64_t packed;
    std::memcpy(&packed, codes + std::size_t{row} * kTileFeatures, sizeof packed);
    const GradientSum fixed = to_fixed(gradients[row], scale);
    const SumVector sum{fixed.g, fixed.h};
    for (std::size_t feature = 0; feature < kFeatures; ++feature) {
      GradientSum* const cell = cells + feature * kCodes + ((packed >> (8 * feature)) & 255);
      SumVector value;
      std::memcpy(&value, cell, sizeof value);
      value += sum;
      std::memcpy(static_cast<void*>(cell), &value, sizeof value);
    }
  }
}

}  // namespace

void add_to_tile(const BinnedData& data, std::size_t tile, std::span<const std::uint32_t> rows,
                 std::span<const Gradient> gradients, float scale, GradientSum* cells) {
  const auto add = [&]<std::size_t kFeatures>() {
    add_rows<kFeatures>(data.tile(tile), rows, gradients.data(), scale, cells);
  };
  switch (std::min(kTileFeatures, data.features() - tile * kTileFeatures)) {
    case 1:
      return add.template operator()<1>();
    case 2:
      return add.template operator()<2>();
    case 3:
      return add.template operator()<3>();
    case 4:
      return add.template operator()<4>();
    case 5:
      return add.template operator()<5>();
    case 6:
      return add.template operator()<6>();
    case 7:
      return add.template operator()<7>();
    default:
      return add.template operator()<8>();
  }
}

void add_to_feature(const BinnedData& data, std::size_t feature, std::span<const std::uint32_t> rows,
                    std::span<const Gradient> gradients, float scale, GradientSum* cells) {
  const std::uint8_t* const codes = data.column(feature);
  for (const std::uint32_t row : rows) cells[codes[row]] += to_fixed(gradients[row], scale);
}

void add_to_feature(const BinnedData& data, std::size_t feature, std::span<const std::uint32_t> rows,
                    std::span<const Gradient> gradients, GradientSum64* cells) {
  const std::uint8_t* const codes = data.column(feature);
  for (const std::uint32_t row : rows) {
    cells[codes[row]].g += static_cast<double>(gradients[row].g);
    cells[codes[row]].h += static_cast<double>(gradients[row].h);
  }
}

void subtract_tile(GradientSum* whole, const GradientSum* part) {
  for (std::size_t i = 0; i < kTileCells; ++i) whole[i] -= part[i];
}

}  // namespace ballast::classifiers
