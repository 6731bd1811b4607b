// TreeRows: the rows of a growing tree, wherever their codes are kept, and all that BoostingGrower asks of them: part
// nodes by their splits, count histograms of nodes, add the values of leaves. Implementations stand in rows/: codes in
// memory, where each node is a range of row numbers; codes in a file, where a pass over them answers for a whole level;
// and rows that are shared out over ranks, each of which has its own in one of these ways. Sums are integers, so a tree
// has the same bits with any of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "classifiers/boosting/gradient.hpp"
#include "classifiers/boosting/gradient_split.hpp"

namespace ballast::classifiers {

class NodeHistograms;

// The rows of one node. The grower asks for their number alone, which may be an estimate: it decides which of two
// children is counted, and shows in no result.
struct NodeRows {
  std::uint32_t node = 0;            // its index in the tree
  std::uint32_t begin = 0, end = 0;  // where they are, to who keeps them

  std::uint32_t size() const noexcept { return end - begin; }
};

struct NodeParting {
  NodeRows parent;
  const GradientSplit* split;
  double left_share;     // of the parent's hessian
  NodeRows left, right;  // in: the nodes; out: their rows
};

struct NodeCount {
  NodeRows rows;
  std::size_t slot;  // of the histogram
};

struct NodeValue {
  NodeRows rows;
  float value;
};

// What is random is drawn for so many consecutive rows at once, or for a part of them: rows are shared out in whole
// blocks of these.
inline constexpr std::size_t kRowsTogether = 4096;

class TreeRows {
 public:
  virtual ~TreeRows() = default;

  // Rows that are at hand, and places for others below (binning.hpp).
  virtual std::size_t places() const = 0;
  // The number of the first among all rows; those at hand follow it.
  virtual std::size_t first() const { return 0; }
  // Of numbers from the rows at hand, those of all rows: the largest of each derivative; a sum, to be shown and not to
  // be learned from.
  virtual Gradient largest(const Gradient& at_hand) { return at_hand; }
  virtual double total(double at_hand) { return at_hand; }
  // A new tree: all rows are node 0's. gradients: one a place at hand; they stay until the tree is done.
  virtual NodeRows start(std::span<const PackedGradient> gradients) = 0;
  // Parts disjoint nodes. Splits are read until the next count or add.
  virtual void part(std::span<NodeParting> partings) = 0;
  // Counts disjoint nodes into slots, whose cells may hold anything before.
  virtual void count(std::span<const NodeCount> counts, NodeHistograms& into) = 0;
  // Adds to margin[row * stride] the value of the row's leaf; all leaves of the tree.
  virtual void add(std::span<const NodeValue> leaves, float* margin, std::size_t stride) = 0;
};

}  // namespace ballast::classifiers
