#include "classifiers/boosting/gradient_histogram.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <utility>

namespace ballast::classifiers {
namespace {

constexpr std::size_t kAhead = 12;  // rows whose codes are asked for early

template <std::size_t kFeatures>
inline void add_row(const std::uint8_t* codes, PackedGradient gradient, PackedGradient* cells) {
  std::uint64_t words[2];
  std::memcpy(words, codes, sizeof words);
  for (std::size_t feature = 0; feature < kFeatures; ++feature) {
    cells[feature * kCodes + ((words[feature / 8] >> (8 * (feature % 8))) & 255)] += gradient;
  }
}

template <std::size_t kFeatures>
void add_rows(const std::uint8_t* codes, std::span<const std::uint32_t> rows, const PackedGradient* gradients,
              PackedGradient* cells) {
  const std::size_t ahead = rows.size() > kAhead ? rows.size() - kAhead : 0;
  std::size_t i = 0;
  for (; i < ahead; ++i) {
    __builtin_prefetch(codes + std::size_t{rows[i + kAhead]} * kTileFeatures);
    add_row<kFeatures>(codes + std::size_t{rows[i]} * kTileFeatures, gradients[i], cells);
  }
  for (; i < rows.size(); ++i) {
    add_row<kFeatures>(codes + std::size_t{rows[i]} * kTileFeatures, gradients[i], cells);
  }
}

template <std::size_t kFeatures>
void add_range(const std::uint8_t* codes, std::span<const PackedGradient> gradients, PackedGradient* cells) {
  for (const PackedGradient gradient : gradients) {
    add_row<kFeatures>(codes, gradient, cells);
    codes += kTileFeatures;
  }
}

// Calls work.operator()<F>() for the F features of a tile.
template <class Work>
void with_features(std::size_t features, Work&& work) {
  const auto one = [&]<std::size_t kIndex>() {
    if (features == kIndex + 1) work.template operator()<kIndex + 1>();
  };
  [&]<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
    (one.template operator()<kIndex>(), ...);
  }
  (std::make_index_sequence<kTileFeatures>{});
}

}  // namespace

void add_to_tile(TileCodes tile, std::span<const std::uint32_t> rows, std::span<const PackedGradient> gradients,
                 PackedGradient* cells) {
  assert(rows.size() == gradients.size() && rows.size() <= kPackedRows);
  with_features(tile.features,
                [&]<std::size_t kFeatures>() { add_rows<kFeatures>(tile.codes, rows, gradients.data(), cells); });
}

void add_to_tile(TileCodes tile, std::size_t first, std::span<const PackedGradient> gradients, PackedGradient* cells) {
  assert(gradients.size() <= kPackedRows);
  with_features(tile.features, [&]<std::size_t kFeatures>() {
    add_range<kFeatures>(tile.codes + first * kTileFeatures, gradients, cells);
  });
}

void flush_packed(PackedGradient* packed, std::size_t count, bool fresh, GradientSum* cells) {
  if (fresh) {
    for (std::size_t i = 0; i < count; ++i) cells[i] = unpack(packed[i]);
  } else {
    for (std::size_t i = 0; i < count; ++i) cells[i] += unpack(packed[i]);
  }
  std::fill_n(packed, count, PackedGradient{0});
}

void add_to_feature(const BinnedData& data, std::size_t feature, std::span<const std::uint32_t> rows,
                    std::span<const PackedGradient> gradients, GradientSum* cells) {
  const std::uint8_t* const codes = data.column(feature);
  for (const std::uint32_t row : rows) cells[codes[row]] += unpack(gradients[row]);
}

void add_to_feature(const BinnedData& data, std::size_t feature, std::span<const std::uint32_t> rows,
                    std::span<const Gradient> gradients, GradientSum64* cells) {
  const std::uint8_t* const codes = data.column(feature);
  for (const std::uint32_t row : rows) {
    cells[codes[row]].g += static_cast<double>(gradients[row].g);
    cells[codes[row]].h += static_cast<double>(gradients[row].h);
  }
}

void subtract_cells(GradientSum* whole, const GradientSum* part, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) whole[i] -= part[i];
}

}  // namespace ballast::classifiers
