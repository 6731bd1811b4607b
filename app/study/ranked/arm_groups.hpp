// Which arms of a repeat have work in common: those of one group share a generator, a model of plain training, or a
// bag's members. Groups have nothing in common and may be worked on anywhere.
#pragma once

#include <cstddef>
#include <vector>

#include "app/study/augmentation.hpp"

namespace ballast::app {

// Places of the augmentations, each in one group; ordered in a group, groups by their first.
std::vector<std::vector<std::size_t>> arm_groups(const std::vector<Augmentation>& augmentations);

}  // namespace ballast::app
