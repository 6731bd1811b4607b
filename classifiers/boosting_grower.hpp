// BoostingGrower: grows one regression tree on gradients, level by level.
//
// For each pair of children the histogram of the smaller one is counted and that of the larger is the parent's less
// that; then the best split of each node is looked for (gradient_split.hpp) and its rows are parted. Work is handed out
// by (node, tile of 8 features) or by blocks of rows; sums are integers, so none of it shows in the result.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "classifiers/binning.hpp"
#include "classifiers/boosting.hpp"
#include "classifiers/gradient_histogram.hpp"
#include "classifiers/gradient_split.hpp"
#include "classifiers/row_partition.hpp"
#include "classifiers/tree.hpp"
#include "engine/numeric/buffer.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::classifiers {

class BoostingGrower {
 public:
  BoostingGrower(const BinnedData& data, const BoostingOptions& options, numeric::ThreadPool& pool);

  // A tree on the gradients (one a row). allowed: whether a feature may be used; empty for all.
  DecisionTree grow(std::span<const Gradient> gradients, std::span<const std::uint8_t> allowed);
  // After grow: adds the value of each row's leaf to margin[row * stride].
  void add_leaves(const DecisionTree& tree, float* margin, std::size_t stride);

 private:
  struct Node {
    std::uint32_t index = 0;           // in the tree
    std::uint32_t begin = 0, end = 0;  // rows
    GradientSum sum;
    std::size_t histogram = 0;  // its slot
    GradientSplit split;
  };
  struct Histogram {
    numeric::Buffer<GradientSum> cells;
  };

  float scale_of(std::span<const Gradient> gradients);
  Node make_root(std::span<const Gradient> gradients);
  std::size_t take_slot();
  void count(std::span<const Node> nodes, std::span<const Gradient> gradients);
  void find_splits(std::span<Node> nodes, std::span<const std::uint8_t> allowed);
  std::vector<Node> make_children(std::span<const Node> parents, DecisionTree& tree);
  void count_children(std::span<const Node> parents, std::span<Node> children, std::span<const Gradient> gradients);
  void make_leaf(const Node& node, DecisionTree& tree);
  GradientSum* tile_of(std::size_t slot, std::size_t tile) {
    return histograms_[slot].cells.data() + tile * kTileCells;
  }

  const BinnedData& data_;
  const BoostingOptions& options_;
  numeric::ThreadPool& pool_;
  RowPartition partition_;
  float scale_ = 1;
  std::vector<Histogram> histograms_;
  std::vector<std::size_t> free_;
  std::vector<GradientSplit> tile_splits_;
  std::vector<RowSplit> row_splits_;
  std::vector<Node> leaves_;
};

}  // namespace ballast::classifiers
