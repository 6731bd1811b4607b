// KeptCounts: class counts of all features of big nodes, kept until a node's children have them. A big node that is cut
// into a sliver and the rest (the usual cut where one class is rare) hands its counts on: the rest's are its own less
// the sliver's. Memory is used again from node to node.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "classifiers/bins/binning.hpp"
#include "classifiers/forest/class_counts.hpp"

namespace ballast::classifiers {

template <class Counts>
class KeptCounts {
 public:
  static constexpr std::int32_t kNone = -1;
  static constexpr std::size_t kCountedNode = 1024;  // samples of a node that keeps its counts

  // Borrows both.
  KeptCounts(const BinnedData& data, const Counts& counts) : data_(data), counts_(counts) {}

  // A place for the counts of a node of so many samples, none of them made yet; kNone if it keeps none.
  std::int32_t take(std::size_t samples) {
    const std::size_t size = data_.features() * feature_size();
    if (samples < kCountedNode || size * sizeof(std::uint64_t) > kMostBytes) return kNone;
    if (free_.empty()) {
      free_.push_back(static_cast<std::int32_t>(places_.size()));
      places_.push_back({std::vector<std::uint64_t>(size), std::vector<std::uint8_t>(data_.features())});
    }
    const std::int32_t place = free_.back();
    free_.pop_back();
    std::ranges::fill(at(place).made, std::uint8_t{0});
    return place;
  }
  void give_back(std::int32_t place) {
    if (place != kNone) free_.push_back(place);
  }

  // The counts of one feature of the node with these samples, made when first asked for.
  std::uint64_t* of_feature(std::int32_t place, std::size_t feature, std::span<const InBag> samples) {
    std::uint64_t* const cells = at(place).cells.data() + feature * feature_size();
    if (at(place).made[feature] == 0) {
      std::fill_n(cells, feature_size(), 0);
      count(feature, samples, cells);
      at(place).made[feature] = 1;
    }
    return cells;
  }
  // Adds the samples to the counts of one feature.
  void count(std::size_t feature, std::span<const InBag> samples, std::uint64_t* cells) const {
    const std::uint8_t* const column = data_.column(feature);
    const std::size_t words = counts_.words();
    for (const InBag sample : samples) counts_.add(cells + column[sample.row] * words, sample);
  }
  // Takes the samples out of all counts that are made.
  void remove(std::int32_t place, std::span<const InBag> samples) {
    const std::size_t words = counts_.words();
    for (std::size_t feature = 0; feature < data_.features(); ++feature) {
      if (at(place).made[feature] == 0) continue;
      const std::uint8_t* const column = data_.column(feature);
      std::uint64_t* const cells = at(place).cells.data() + feature * feature_size();
      for (const InBag sample : samples) counts_.remove(cells + column[sample.row] * words, sample);
    }
  }

 private:
  static constexpr std::size_t kMostBytes = 4 << 20;  // of one node's counts, else none are kept
  struct Place {
    std::vector<std::uint64_t> cells;
    std::vector<std::uint8_t> made;  // of each feature
  };
  std::size_t feature_size() const { return kCodes * counts_.words(); }
  Place& at(std::int32_t place) { return places_[static_cast<std::size_t>(place)]; }

  const BinnedData& data_;
  const Counts& counts_;
  std::vector<Place> places_;
  std::vector<std::int32_t> free_;
};

}  // namespace ballast::classifiers
