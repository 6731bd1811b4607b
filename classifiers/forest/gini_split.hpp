// The best Gini split of one feature, given its class counts by bin.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "classifiers/forest/class_counts.hpp"

namespace ballast::classifiers {

// "code <= bin goes left"; `next` is the next bin in use, where the threshold is cut (binning.hpp, split_threshold).
struct GiniSplit {
  double score = -1;
  std::size_t feature = 0;
  std::uint8_t bin = 0, next = 0;
  bool missing_seen = false, missing_left = false;
};

// The bins that hold a sample, one bit each; counting through it keeps small nodes from looking at 256 cells.
using BinMask = std::array<std::uint64_t, kCodes / 64>;

inline constexpr std::size_t kEveryCut = static_cast<std::size_t>(-1);

// cut: kEveryCut, or the one bin behind which a cut is considered.
template <class Counts>
class GiniScan {
 public:
  GiniScan(Counts& counts, const std::uint64_t* cells, std::uint64_t min_draws, std::size_t cut = kEveryCut)
      : counts_(counts), cells_(cells), min_draws_(min_draws), cut_(cut) {
    counts_.start();
    if (!Counts::empty(cell(kMissingCode))) missing_ = cell(kMissingCode);
  }

  // Calls for the bins in use, from low to high, without the missing one.
  void visit(std::size_t bin) noexcept {
    if (bins_ != 0 && (cut_ == kEveryCut || (last_ <= cut_ && cut_ < bin))) {
      if (missing_ != nullptr) {
        consider(bin, nullptr);
        consider(bin, missing_);
      } else if (cut_ != kEveryCut || !counts_.same_pure_class(cell(last_), cell(bin))) {
        consider(bin, nullptr);
      }
    }
    counts_.take(cell(bin));
    last_ = bin;
    ++bins_;
  }
  void finish() noexcept {
    const bool wanted = cut_ == kEveryCut || bins_ == 1;  // a lone value can only be parted from the missing
    if (bins_ != 0 && missing_ != nullptr && wanted) consider(kMissingCode, nullptr);  // all values left, missing right
  }

  // Whether all samples of the node share one value (or are all missing).
  bool constant() const noexcept { return bins_ + (missing_ != nullptr ? 1 : 0) <= 1; }
  const GiniSplit& best() const noexcept { return best_; }

 private:
  const std::uint64_t* cell(std::size_t bin) const noexcept { return cells_ + bin * counts_.words(); }
  void consider(std::size_t next, const std::uint64_t* missing_left) noexcept {
    const double score = counts_.score(missing_left, min_draws_);
    if (score <= best_.score) return;
    best_.score = score;
    best_.bin = static_cast<std::uint8_t>(last_);
    best_.next = static_cast<std::uint8_t>(next);
    best_.missing_seen = missing_ != nullptr;
    best_.missing_left = missing_left != nullptr;
  }

  Counts& counts_;
  const std::uint64_t* cells_;
  std::uint64_t min_draws_;
  std::size_t cut_;
  const std::uint64_t* missing_ = nullptr;
  std::size_t bins_ = 0, last_ = 0;
  GiniSplit best_;
};

// Looks at all bins of a feature. Twin of the masked scan.
template <class Counts>
GiniScan<Counts> scan_all(Counts& counts, const std::uint64_t* cells, std::size_t bins, std::uint64_t min_draws,
                          std::size_t cut = kEveryCut) {
  GiniScan<Counts> scan(counts, cells, min_draws, cut);
  for (std::size_t bin = 0; bin < bins; ++bin) {
    if (!Counts::empty(cells + bin * counts.words())) scan.visit(bin);
  }
  scan.finish();
  return scan;
}

// Looks at the bins in the mask alone.
template <class Counts>
GiniScan<Counts> scan_masked(Counts& counts, const std::uint64_t* cells, const BinMask& mask, std::uint64_t min_draws,
                             std::size_t cut = kEveryCut) {
  GiniScan<Counts> scan(counts, cells, min_draws, cut);
  for (std::size_t word = 0; word < mask.size(); ++word) {
    for (std::uint64_t bits = mask[word]; bits != 0; bits &= bits - 1) {
      const std::size_t bin = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
      if (bin != kMissingCode) scan.visit(bin);
    }
  }
  scan.finish();
  return scan;
}

}  // namespace ballast::classifiers
