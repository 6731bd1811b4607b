// Philox4x32-10: four random words as a pure function of a 128-bit counter and a 64-bit key, so that any thread can
// make any number at any time and nothing depends on the order of the draws.
//
// J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 3.3: ten
// rounds of two 32 x 32 -> 64 bit products; the key is bumped by a Weyl sequence between the rounds.
//
// ballast's use of the bits: key = seed; counter = {block 32, step 32, row 48, purpose 16}, least word first. The words
// of one block are elements 4 block .. 4 block + 3 of that row. Names for the purposes stand in random.hpp.
#pragma once

#include <array>
#include <cassert>
#include <cstdint>

#include "engine/numeric/vectorise.hpp"

namespace ballast::numeric {

using PhiloxWords = std::array<std::uint32_t, 4>;

inline constexpr int kPhiloxRounds = 10;
inline constexpr std::uint32_t kPhiloxMultiplier0 = 0xD2511F53, kPhiloxMultiplier1 = 0xCD9E8D57;
inline constexpr std::uint32_t kPhiloxWeyl0 = 0x9E3779B9, kPhiloxWeyl1 = 0xBB67AE85;  // golden ratio, sqrt(3) - 1

// Each word stands in the low half of a 64-bit lane; the high halves hold rubbish between rounds and are never read.
// In this form a loop over blocks becomes full-width multiplies (vpmuludq), shifts and exclusive-ors.
struct PhiloxLanes {
  std::uint64_t x0, x1, x2, x3;

  void round(std::uint32_t key0, std::uint32_t key1) noexcept {
    const std::uint64_t product0 = std::uint64_t{kPhiloxMultiplier0} * (x0 & 0xFFFFFFFF);
    const std::uint64_t product1 = std::uint64_t{kPhiloxMultiplier1} * (x2 & 0xFFFFFFFF);
    x0 = (product1 >> 32) ^ x1 ^ key0;
    x2 = (product0 >> 32) ^ x3 ^ key1;
    x1 = product1;
    x3 = product0;
  }

  void ten_rounds(std::uint64_t key) noexcept {
    auto key0 = static_cast<std::uint32_t>(key), key1 = static_cast<std::uint32_t>(key >> 32);
    BALLAST_UNROLL_ALL
    for (int i = 0; i < kPhiloxRounds; ++i) {
      round(key0, key1);
      key0 += kPhiloxWeyl0;
      key1 += kPhiloxWeyl1;
    }
  }
};

// The four words of one counter. Cost: about 10 ns.
inline PhiloxWords philox4x32(const PhiloxWords& counter, std::uint64_t key) noexcept {
  PhiloxLanes lanes{counter[0], counter[1], counter[2], counter[3]};
  lanes.ten_rounds(key);
  return {static_cast<std::uint32_t>(lanes.x0), static_cast<std::uint32_t>(lanes.x1),
          static_cast<std::uint32_t>(lanes.x2), static_cast<std::uint32_t>(lanes.x3)};
}

// The counter of a block, by ballast's layout. Requires: row < 2^48.
constexpr PhiloxWords philox_counter(std::uint32_t block, std::uint32_t step, std::uint64_t row,
                                     std::uint16_t purpose) noexcept {
  assert(row >> 48 == 0);
  return {block, step, static_cast<std::uint32_t>(row),
          static_cast<std::uint32_t>(row >> 32) | static_cast<std::uint32_t>(purpose) << 16};
}

}  // namespace ballast::numeric
