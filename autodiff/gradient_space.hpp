// Plans places for the gradients of one block of rows: a gradient takes a place while it is needed and gives it back,
// so that a deep network gets by with the room of a few layers, which stays in the cache.
#pragma once

#include <cstddef>
#include <vector>

namespace ballast::autodiff {

class GradientSpace {
 public:
  // The offset of a free place for `count` values: the tightest that fits, or a new one at the end.
  std::size_t take(std::size_t count) {
    const std::size_t padded = (count + kStep - 1) / kStep * kStep;
    Place* best = nullptr;
    for (Place& place : places_) {
      if (place.free && place.count >= padded && (best == nullptr || place.count < best->count)) best = &place;
    }
    if (best == nullptr) {
      places_.push_back({size_, padded, true});
      size_ += padded;
      best = &places_.back();
    }
    best->free = false;
    return best->offset;
  }

  // The place at that offset is free again.
  void give_back(std::size_t offset) {
    for (Place& place : places_) {
      if (place.offset == offset) place.free = true;
    }
  }

  std::size_t size() const { return size_; }

 private:
  static constexpr std::size_t kStep = 16;  // places start on a cache line, in float and in double
  struct Place {
    std::size_t offset, count;
    bool free;
  };
  std::vector<Place> places_;
  std::size_t size_ = 0;
};

}  // namespace ballast::autodiff
