// TargetValues: the different cells of a target, each with the first row that holds it: what its labels, and the
// classes of all rows, follow from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <span>

#include "app/data/streamed/streamed_set.hpp"

namespace ballast::app {

struct TargetValues {
  std::map<double, std::size_t> first;                            // of each
  std::size_t missing = std::numeric_limits<std::size_t>::max();  // the first row without one
  std::size_t missing_rows = 0;

  // The cells of rows `row` and on.
  void add(std::span<const double> cells, std::size_t row);
  // Those of rows below.
  void add(const TargetValues& below);
  // Throws Error where they are too many to be classes.
  void require_classes(const DataRequest& request) const;
};

// The columns that are not left out, but for the target, which becomes that of the set. target: its number.
// Throws Error: there is no target, or no other column.
tabular::Schema part_target(const tabular::TableBlocks& blocks, const DataRequest& request, std::size_t& target,
                            StreamedSet& out);

// The class of each value; the set gets its classes, or the labels of its target. Throws Error as class_labels and
// binary_labels.
std::map<double, std::int32_t> label_values(const TargetValues& values, const tabular::TableBlocks& blocks,
                                            const DataRequest& request, StreamedSet& out);

}  // namespace ballast::app
