// RankedRows: rows that are shared out over ranks. Each rank parts, counts and adds to its own, wherever it keeps them;
// what goes between ranks is, of a tree, the largest derivatives, and of a level how many rows the new nodes have and
// the histograms that are counted. All of it is added up as integers, so every rank finds the same splits, and those
// of one process, without being told.
//
// Of a histogram the cells in use are sent: one a bin of each feature, and one of missing values. docs/scale.md has the
// sums that follow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "classifiers/bins/binning.hpp"
#include "classifiers/boosting/ranked_boosting.hpp"
#include "classifiers/boosting/tree_rows.hpp"
#include "engine/observer.hpp"
#include "engine/ranks/ranks.hpp"

namespace ballast::classifiers {

class RankedRows final : public TreeRows {
 public:
  // Borrows all but the numbers. own: the rows from number `first` on. first: a multiple of kRowsTogether. all: rows of
  // all ranks. Whatever waits reports to the observer, and throws Stopped as Ranks does.
  RankedRows(TreeRows& own, std::size_t first, std::size_t all, const BinnedFeatures& features, ranks::Ranks& ranks,
             Observer& observer);

  std::size_t places() const override { return own_.places(); }
  std::size_t first() const override { return first_; }
  Gradient largest(const Gradient& at_hand) override;
  double total(double at_hand) override;
  NodeRows start(std::span<const PackedGradient> gradients) override;
  void part(std::span<NodeParting> partings) override;
  void count(std::span<const NodeCount> counts, NodeHistograms& into) override;
  void add(std::span<const NodeValue> leaves, float* margin, std::size_t stride) override;

  const RankTraffic& traffic() const { return traffic_; }

 private:
  void sum(std::span<std::int64_t> values);
  // What each rank has, in the order of the ranks.
  std::vector<std::int64_t> all_of(std::int64_t own);
  // The node's rows that are at hand.
  NodeRows& own(const NodeRows& node);

  TreeRows& own_;
  std::size_t first_, all_;
  const BinnedFeatures& features_;
  ranks::Ranks& ranks_;
  Observer& observer_;
  std::vector<NodeRows> rows_;  // at hand, by node
  std::vector<NodeParting> partings_;
  std::vector<NodeCount> counts_;
  std::vector<NodeValue> leaves_;
  std::vector<std::int64_t> values_;  // that are summed
  std::size_t counted_ = 0;           // times, in this tree
  RankTraffic traffic_;
};

}  // namespace ballast::classifiers
