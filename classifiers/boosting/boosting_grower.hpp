// BoostingGrower: grows one regression tree on gradients, level by level, or leaf by leaf where the gain is largest
// (best-first, Shi 2007) until there are max_leaves.
//
//   1. derivatives become whole numbers (gradient.hpp), and all rows one node
//   2. of each pair of children the histogram of the smaller one is counted; the larger's is the parent's less that
//   3. the best split of each node is found (boosting_grower_search.cpp; gradient_split.hpp and its neighbours)
//   4. rows are parted by it; what has no split becomes a leaf, a Newton step
//
// It knows rows by what it asks of them (tree_rows.hpp): to be parted, counted, and given the values of their leaves.
// Work is handed out by (pair, tile of features) or by portions of rows; sums are integers, so none of it shows in the
// result. A node that no split could leave with two heavy enough children gets no histogram at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "classifiers/bins/binning.hpp"
#include "classifiers/boosting/boosting.hpp"
#include "classifiers/boosting/gradient_split.hpp"
#include "classifiers/boosting/node_histograms.hpp"
#include "classifiers/boosting/tree_rows.hpp"
#include "classifiers/trees/tree.hpp"
#include "engine/numeric/buffer.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::classifiers {

class BoostingGrower {
 public:
  // Borrows all. features: what the codes of the rows mean.
  BoostingGrower(TreeRows& rows, const BinnedFeatures& features, const BoostingOptions& options,
                 numeric::ThreadPool& pool);

  // Tree number `number` of the model, on the gradients (one a row). allowed: whether a feature may be used; empty for
  // all.
  DecisionTree grow(std::span<const Gradient> gradients, std::span<const std::uint8_t> allowed, std::size_t number);
  // After grow: adds the value of each row's leaf to margin[row * stride].
  void add_leaves(const DecisionTree& tree, float* margin, std::size_t stride);

 private:
  static constexpr std::size_t kMostBytes = std::size_t{256} << 20;  // of histograms kept for later

  struct Node {
    NodeRows rows;
    std::size_t depth = 0;
    GradientSum sum;
    std::size_t slot = NodeHistograms::kNone;
    GradientSplit split;
    WeightBounds bounds;
    bool may_split = false;  // may be split, if a good split is found
  };
  // The two children of a node, or the root alone. subtract: the second's slot holds the parent's sums, to be made its
  // own.
  struct Siblings {
    Node* first;
    Node* second;
    bool subtract;
  };

  void quantise_rows(std::span<const Gradient> gradients);
  Node make_root();
  void grow_by_level(DecisionTree& tree, Node root);
  void grow_by_gain(DecisionTree& tree, Node root);
  std::vector<Node> split_nodes(std::span<Node> parents, DecisionTree& tree);
  void write_split(const Node& parent, DecisionTree& tree) const;
  std::pair<Node, Node> make_children(const Node& parent, const NodeParting& parting) const;
  void find_child_splits(std::span<Node> parents, std::span<Node> children);
  Siblings count_siblings(Node& parent, Node& left, Node& right, std::vector<NodeCount>& counts);
  void find_splits(std::span<const Siblings> pairs);
  void draw_node_features(std::span<const Siblings> pairs);
  void search_tile(const Node& node, std::size_t tile, std::span<const std::uint8_t> allowed, GradientSplit& best);
  GradientSplit search_feature(const Node& node, std::size_t feature) const;
  void make_leaf(const Node& node, DecisionTree& tree);

  TreeRows& rows_;
  const BinnedFeatures& features_;
  const BoostingOptions& options_;
  numeric::ThreadPool& pool_;
  NodeHistograms histograms_;
  numeric::Buffer<PackedGradient> packed_;
  SplitRules rules_;
  std::span<const std::uint8_t> allowed_;
  std::size_t number_ = 0;
  std::vector<GradientSplit> tile_splits_;
  std::vector<std::uint8_t> node_features_;  // with colsample_bynode: one row of flags a node that is looked at
  std::vector<NodeParting> partings_;
  std::vector<Node> leaves_;
};

}  // namespace ballast::classifiers
