// NodeHistograms: the histograms of the nodes of a growing tree, in memory that is used again.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <mutex>
#include <span>
#include <vector>

#include "classifiers/bins/binning.hpp"
#include "classifiers/boosting/gradient_histogram.hpp"
#include "engine/numeric/buffer.hpp"

namespace ballast::classifiers {

class NodeHistograms {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  explicit NodeHistograms(const BinnedFeatures& features) : features_(features) {}

  // A slot to count in; its cells hold anything.
  std::size_t take();
  void give_back(std::size_t slot);  // kNone is ignored
  // Bytes that all slots take at present; one slot's.
  std::size_t bytes() const noexcept { return slots_.size() * slot_bytes(); }
  std::size_t slot_bytes() const noexcept { return cells() * sizeof(GradientSum); }

  // The kCodes sums of one feature.
  std::span<const GradientSum> feature(std::size_t slot, std::size_t f) const {
    return {slots_[slot].data() + f * kCodes, kCodes};
  }
  std::span<GradientSum> feature(std::size_t slot, std::size_t f) { return {slots_[slot].data() + f * kCodes, kCodes}; }
  // Sums of features first .. first + count - 1 of `whole` less those of `part`.
  void subtract(std::size_t whole, std::size_t part, std::size_t first, std::size_t count) {
    subtract_cells(slots_[whole].data() + first * kCodes, slots_[part].data() + first * kCodes, count * kCodes);
  }

  void clear(std::size_t slot) { std::ranges::fill(slots_[slot], GradientSum{}); }
  // Adds packed sums of one tile to a slot's (or, when `fresh`, puts them
  // in their place), and clears them. Threads: any number at a time.
  void take_in(std::size_t slot, std::size_t tile, PackedGradient* packed, bool fresh = false) {
    const std::lock_guard lock(locks_[(slot * features_.tiles() + tile) % locks_.size()]);
    flush_packed(packed, features_.tile_features(tile) * kCodes, fresh, slots_[slot].data() + tile * kTileCells);
  }

 private:
  std::size_t cells() const noexcept { return features_.features() * kCodes; }

  const BinnedFeatures& features_;
  std::vector<numeric::Buffer<GradientSum>> slots_;
  std::vector<std::size_t> free_;
  std::array<std::mutex, 64> locks_;
};

}  // namespace ballast::classifiers
