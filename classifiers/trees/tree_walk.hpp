// TreeWalk: trees compiled for walking. A node is a threshold and a link, which holds the left child's number (the
// right one stands behind it), the feature and two flags, so that a step reads one cache line and the values of one
// row; of 32 bits if that is enough, else of 64. Thresholds are float32, to which each value is rounded as it is met;
// trees with exact splits (tree.hpp) are walked in float64. Eight walks are interleaved: the loads of one hide behind
// those of the others, and no step branches. A leaf links to itself, so a walk that has arrived stays where it is.
//
// Gives the bits of the slow walk (leaf_of, tree.hpp): leaf values are added in float32, in tree order.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <vector>

#include "classifiers/trees/tree.hpp"
#include "engine/numeric/matrix.hpp"

namespace ballast::classifiers {

template <class Number, class Link>
class TreeWalk {
 public:
  // Whether every node of these trees has a number that fits, and every threshold is a Number.
  static bool fits(std::span<const DecisionTree> trees, std::size_t features);

  // outputs, groups: as in TreePredictor. Requires fits(trees, features).
  TreeWalk(std::span<const DecisionTree> trees, std::size_t features, std::size_t outputs, std::size_t groups);

  std::size_t trees() const noexcept { return trees_.size(); }
  std::size_t bytes() const noexcept { return nodes_.size() * sizeof(Node); }

  // All rows through one tree. missing: whether any value of x may be NaN.
  void add_rows(std::size_t tree, numeric::MatrixView<const double> x, numeric::MatrixView<float> sums,
                bool missing) const;
  // One row through all trees.
  void add_row(std::span<const double> x, std::span<float> sums, bool missing) const;

 private:
  static constexpr std::size_t kLanes = 8;  // walks interleaved
  static constexpr unsigned kFlags = 2;     // bits
  static constexpr Link kMissingRight = 1, kByLabel = 2;
  using Bits = std::conditional_t<std::is_same_v<Number, float>, std::uint32_t, std::uint64_t>;

  struct Node {
    Number threshold;  // NaN in a leaf: no x reaches the right; split by label: the bits of its set's number
    Link link;         // left child's or leaf's own number among the tree's nodes, then feature, then flags
  };
  struct Tree {
    std::size_t first;  // of its nodes
    std::uint32_t depth;
  };

  static unsigned low_bits(std::size_t features) { return static_cast<unsigned>(std::bit_width(features)) + kFlags; }
  Node compile(const TreeNode& node, std::size_t number, std::size_t first_set) const;
  // Where the walks of the lanes end: that of lane l begins at the root of nodes[l] and follows rows[l].
  template <bool kMissing, bool kLabels>
  void arrive(const Node* const* nodes, const double* const* rows, std::uint32_t* at, std::uint32_t depth) const;
  void arrive(const Node* const* nodes, const double* const* rows, std::uint32_t* at, std::uint32_t depth,
              bool missing) const;
  bool label_goes_right(Node node, Number x) const;
  void add_leaf(std::size_t tree, std::uint32_t leaf, float* sums) const;

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> value_of_;  // by node: first of its values
  std::vector<float> values_;
  std::vector<CodeSet> sets_;
  std::vector<Tree> trees_;
  unsigned low_bits_;
  std::size_t outputs_, groups_;
};

extern template class TreeWalk<float, std::uint32_t>;
extern template class TreeWalk<float, std::uint64_t>;
extern template class TreeWalk<double, std::uint64_t>;

}  // namespace ballast::classifiers
