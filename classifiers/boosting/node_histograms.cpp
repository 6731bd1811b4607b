// Slots of histograms, given back to be taken again.
#include "classifiers/boosting/node_histograms.hpp"

namespace ballast::classifiers {

std::size_t NodeHistograms::take() {
  if (free_.empty()) {
    free_.push_back(slots_.size());
    slots_.emplace_back(cells());
  }
  const std::size_t slot = free_.back();
  free_.pop_back();
  return slot;
}

void NodeHistograms::give_back(std::size_t slot) {
  if (slot != kNone) free_.push_back(slot);
}

}  // namespace ballast::classifiers
