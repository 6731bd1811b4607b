#include "engine/tabular/binary/column_layout.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include "engine/tabular/table.hpp"

namespace ballast::tabular::binary {
namespace {

constexpr double kWhole = 9007199254740992;  // 2^53: below it doubles hold every whole number
constexpr double kUnits[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
static_assert(std::size(kUnits) == ColumnLayout::kMostPlaces + 1);

// The last two codes are no steps: fixed decimals are often written -0.00, which is a number of its own to a double.
template <class Code>
constexpr Code kMissingCode = std::numeric_limits<Code>::max();
template <class Code>
constexpr Code kMinusZeroCode = kMissingCode<Code> - 1;

// Bit for bit: numbers below the normal ones, which count as zero on threads of a pool, are none.
bool is_same(double one, double other) {
  return std::bit_cast<std::uint64_t>(one) == std::bit_cast<std::uint64_t>(other);
}
bool is_minus_zero(double cell) {
  return is_same(cell, -0.0);
}

struct Ends {
  double low = kWhole, high = -kWhole;
};

// The least and the greatest cell in units of the grid, unless some cell is off it.
std::optional<Ends> ends_on_grid(std::span<const double> cells, double unit) {
  Ends out;
  for (const double cell : cells) {
    if (is_missing(cell) || is_minus_zero(cell)) continue;
    const double steps = std::nearbyint(cell * unit);
    if (!is_same(steps / unit, cell) || !(std::fabs(steps) < kWhole)) return std::nullopt;
    out.low = std::min(out.low, steps);
    out.high = std::max(out.high, steps);
  }
  return out;
}

// Bytes of a code from 0 to `most`.
std::uint8_t width_of_codes(double most) {
  if (most < kMinusZeroCode<std::uint8_t>) return 1;
  if (most < kMinusZeroCode<std::uint16_t>) return 2;
  return most < kMinusZeroCode<std::uint32_t> ? 4 : ColumnLayout::kFloat64;
}

template <class Code>
void pack_codes(std::span<const double> cells, const ColumnLayout& layout, std::byte* bytes) {
  const double unit = kUnits[layout.places];
  for (const double cell : cells) {
    Code code = is_missing(cell) ? kMissingCode<Code> : kMinusZeroCode<Code>;
    if (!is_missing(cell) && !is_minus_zero(cell)) {
      code = static_cast<Code>(std::nearbyint(cell * unit) - layout.first);
    }
    std::memcpy(bytes, &code, sizeof code);
    bytes += sizeof code;
  }
}

template <class Code>
void unpack_codes(const std::byte* bytes, const ColumnLayout& layout, std::span<double> cells) {
  const double unit = kUnits[layout.places], first = layout.first;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    Code code{};
    std::memcpy(&code, bytes + i * sizeof code, sizeof code);
    const double cell = (first + static_cast<double>(code)) / unit;
    const double special = code == kMissingCode<Code> ? kMissing : -0.0;
    cells[i] = code >= kMinusZeroCode<Code> ? special : cell;
  }
}

}  // namespace

bool ColumnLayout::is_sound() const {
  const bool known = width == 1 || width == 2 || width == 4 || width == kFloat64;
  return known && places <= kMostPlaces && std::fabs(first) < kWhole && std::trunc(first) == first;
}

ColumnLayout layout_of(std::span<const double> cells) {
  for (std::uint8_t places = 0; places <= ColumnLayout::kMostPlaces; ++places) {
    const std::optional<Ends> ends = ends_on_grid(cells, kUnits[places]);
    if (!ends) continue;
    if (ends->low > ends->high) return {.width = 1};  // no steps
    const std::uint8_t width = width_of_codes(ends->high - ends->low);
    if (width == ColumnLayout::kFloat64) break;
    return {.width = width, .places = places, .first = ends->low};
  }
  return {};
}

void pack(std::span<const double> cells, const ColumnLayout& layout, std::span<std::byte> bytes) {
  switch (layout.width) {
    case 1:
      return pack_codes<std::uint8_t>(cells, layout, bytes.data());
    case 2:
      return pack_codes<std::uint16_t>(cells, layout, bytes.data());
    case 4:
      return pack_codes<std::uint32_t>(cells, layout, bytes.data());
    default:
      std::memcpy(bytes.data(), cells.data(), bytes.size());
  }
}

void unpack(std::span<const std::byte> bytes, const ColumnLayout& layout, std::span<double> cells) {
  switch (layout.width) {
    case 1:
      return unpack_codes<std::uint8_t>(bytes.data(), layout, cells);
    case 2:
      return unpack_codes<std::uint16_t>(bytes.data(), layout, cells);
    case 4:
      return unpack_codes<std::uint32_t>(bytes.data(), layout, cells);
    default:
      std::memcpy(cells.data(), bytes.data(), bytes.size());
  }
}

}  // namespace ballast::tabular::binary
