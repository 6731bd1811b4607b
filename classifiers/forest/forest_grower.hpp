// ForestGrower: grows one tree of a random forest after another, on one thread, in memory it keeps.
//
// A node is a range of the bootstrap sample, kept in row order. Big nodes count classes by bin; nodes below
// kSmallNode count through a mask of the bins in use, which sorts them in passing. A big node that is cut into a sliver
// and the rest (the usual cut where one class is rare) hands its counts on: the rest's counts are its own less the
// sliver's. Features found constant in a node are not looked at below it. The order of the draws is that of
// scikit-learn's splitter: a feature that turns out constant counts as drawn, but at least one that varies is looked
// at. With extra_random a drawn feature offers one cut, at a random point between its lowest and highest value in the
// node.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "classifiers/bins/binning.hpp"
#include "classifiers/forest/class_counts.hpp"
#include "classifiers/forest/forest.hpp"
#include "classifiers/forest/gini_split.hpp"
#include "classifiers/trees/tree.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::classifiers {

// What all trees of a forest learn from.
struct ForestData {
  const BinnedData& binned;
  std::span<const std::int32_t> y;
  std::size_t classes;
  std::vector<std::int64_t> weight;  // fixed point, or empty for all ones; 0: never drawn
  double weight_unit = 1;            // worth of one in `weight`
  // For balanced bootstraps: the rows of each class that have weight, and how many of each a tree draws.
  std::vector<std::vector<std::uint32_t>> rows_of_class{};
  std::size_t draws_of_class = 0;
  // The last `fresh` of y are of rows that each tree has for itself, in places of its own below the real ones.
  std::size_t fresh = 0;
};

template <class Counts>
class ForestGrower {
 public:
  ForestGrower(const ForestData& data, const ForestOptions& options);

  // Tree number `tree` of the forest. drawn: set to 1 for each real row of its bootstrap (size N), unless empty.
  // slot: its fresh rows are in places N + slot x fresh and on.
  DecisionTree grow(std::uint64_t tree, std::span<std::uint8_t> drawn, std::size_t slot = 0);

 private:
  static constexpr std::size_t kSmallNode = 256;       // samples
  static constexpr std::size_t kCountedNode = 1024;    // samples of a node that keeps its counts
  static constexpr std::size_t kMostCounts = 4 << 20;  // bytes of one node's counts, else none are kept
  static constexpr std::int32_t kNone = -1;

  struct Node {
    std::uint32_t begin, end;  // its samples
    std::uint32_t index;       // in the tree
    std::uint32_t depth;
    std::uint32_t constants;  // features_[0 .. constants - 1] do not vary here
    std::int32_t counts;      // its kept counts, or kNone
  };
  // A node whose best split is known, waiting to be split (best-first growth).
  struct Candidate {
    Node node;
    GiniSplit split;
    double gain;
  };
  // Class counts of all features of a node; `valid` says of which they have been made.
  struct KeptCounts {
    std::vector<std::uint64_t> cells;
    std::vector<std::uint8_t> valid;
  };

  void draw_bootstrap(std::uint64_t tree, std::span<std::uint8_t> drawn, std::size_t slot);
  void draw_balanced(numeric::RandomStream& random);
  void grow_by_gain(const Node& root, DecisionTree& tree);
  void visit(Node node, DecisionTree& tree);
  GiniSplit find_split(Node& node, double& gain);
  std::pair<Node, Node> split_node(const Node& node, const GiniSplit& split, double gain, DecisionTree& tree);
  bool is_leaf(const Node& node);
  void make_leaf(const Node& node, DecisionTree& tree);
  GiniSplit best_split(Node& node);
  GiniSplit look_at(const Node& node, std::size_t feature, bool& constant);
  std::size_t random_cut(std::size_t feature, std::size_t lowest, std::size_t highest);
  std::uint64_t* feature_counts(const Node& node, std::size_t feature);
  void count(const Node& node, std::size_t feature, std::uint64_t* cells) const;
  std::uint32_t partition(const Node& node, const GiniSplit& split);
  void hand_on_counts(const Node& node, Node& left, Node& right);
  std::int32_t keep_counts(const Node& node);
  void release(std::int32_t counts);
  std::span<const InBag> samples(const Node& node) const {
    return {samples_.data() + node.begin, samples_.data() + node.end};
  }

  const ForestData& data_;
  const ForestOptions& options_;
  std::size_t max_features_;
  Counts counts_;
  numeric::RandomStream random_;
  std::vector<std::uint16_t> draws_;
  std::vector<InBag> samples_, right_;
  std::vector<std::uint32_t> features_;
  std::vector<Node> stack_;
  std::vector<std::uint64_t> scratch_;  // counts of one feature; all zero between uses
  std::vector<KeptCounts> kept_;
  std::vector<std::int32_t> free_;
  std::vector<float> shares_;
};

extern template class ForestGrower<BinaryCounts>;
extern template class ForestGrower<WeightedCounts>;

}  // namespace ballast::classifiers
