// ForestGrower: grows one tree of a random forest after another, on one thread, in memory it keeps.
//
//   1. draw a bootstrap sample: rows in order, each with its number of draws (bootstrap.hpp)
//   2. take a node, a range of the samples; a pure or small one becomes a leaf with its class shares
//   3. draw features until max_features are looked at; of each, count classes by bin and scan the cuts (gini_split.hpp)
//   4. part the node's samples by the best cut, stably, and go on with both sides
//
// Big nodes scan all bins, nodes of up to kSmallNode samples the bins in use. Features found constant in a node are not
// looked at below it. The order of the draws is that of scikit-learn's splitter: a feature that turns out constant
// counts as drawn, but at least one that varies is looked at. With extra_random a drawn feature offers one cut, at a
// random point between its lowest and highest value in the node.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "classifiers/bins/binning.hpp"
#include "classifiers/forest/bootstrap.hpp"
#include "classifiers/forest/class_counts.hpp"
#include "classifiers/forest/forest.hpp"
#include "classifiers/forest/forest_data.hpp"
#include "classifiers/forest/gini_split.hpp"
#include "classifiers/forest/kept_counts.hpp"
#include "classifiers/trees/tree.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::classifiers {

template <class Counts>
class ForestGrower {
 public:
  ForestGrower(const ForestData& data, const ForestOptions& options);

  // Tree number `tree` of the forest. drawn: set to 1 for each real row of its bootstrap (size N), unless empty.
  // slot: its fresh rows are in places N + slot x fresh and on.
  DecisionTree grow(std::uint64_t tree, std::span<std::uint8_t> drawn, std::size_t slot = 0);

 private:
  static constexpr std::size_t kSmallNode = 256;  // samples
  static constexpr std::int32_t kNone = KeptCounts<Counts>::kNone;

  struct Node {
    std::uint32_t begin, end;  // its samples
    std::uint32_t index;       // in the tree
    std::uint32_t depth;
    std::uint32_t constants;  // features_[0 .. constants - 1] do not vary here
    std::int32_t counts;      // its kept counts, or kNone

    std::size_t size() const noexcept { return end - begin; }
  };
  // A node whose best split is known, waiting to be split (best-first growth).
  struct Candidate {
    Node node;
    GiniSplit split;
    double gain;
  };
  void grow_by_gain(const Node& root, DecisionTree& tree);
  void visit(Node node, DecisionTree& tree);
  GiniSplit find_split(Node& node, double& gain);
  std::pair<Node, Node> split_node(const Node& node, const GiniSplit& split, double gain, DecisionTree& tree);
  bool is_leaf(const Node& node);
  void make_leaf(const Node& node, DecisionTree& tree);
  GiniSplit best_split(Node& node);
  GiniSplit look_at(const Node& node, std::size_t feature, bool& constant);
  GiniScan<Counts> scan_big(const Node& node, std::size_t feature);
  GiniScan<Counts> scan_small(const Node& node, std::size_t feature);
  std::size_t random_cut(std::size_t feature, std::size_t lowest, std::size_t highest);
  std::uint32_t partition(const Node& node, const GiniSplit& split);
  void hand_on_counts(const Node& node, Node& left, Node& right);
  std::span<const InBag> samples(const Node& node) const {
    return {samples_.data() + node.begin, samples_.data() + node.end};
  }

  const ForestData& data_;
  const ForestOptions& options_;
  std::size_t max_features_;
  Counts counts_;
  KeptCounts<Counts> kept_;
  numeric::RandomStream random_;
  Bootstrap bootstrap_;
  std::vector<InBag> samples_, right_;
  std::vector<std::uint32_t> features_;
  std::vector<Node> stack_;
  std::vector<std::uint64_t> scratch_;  // counts of one feature; all zero between uses
  std::vector<float> shares_;
};

extern template class ForestGrower<BinaryCounts>;
extern template class ForestGrower<WeightedCounts>;

}  // namespace ballast::classifiers
