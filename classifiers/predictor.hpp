// TreePredictor: trees compiled for speed. A node is 8 bytes; rows go in blocks of 64 through one tree at a time, 16
// walks interleaved so that the loads of one hide behind those of the others, and no step branches. A leaf points at
// itself, so a walk that has arrived stays where it is.
//
// Gives the bits of the slow walk (leaf_of, tree.hpp): leaf values are added in float32, in tree order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "classifiers/tree.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::classifiers {

class TreePredictor {
 public:
  TreePredictor() = default;
  // outputs: values a leaf (class shares: K, or 1 when only a margin). groups: tree t adds to column t mod groups of
  // the result if outputs is 1; with outputs > 1 every tree adds to all columns (groups is 1).
  TreePredictor(std::span<const DecisionTree> trees, std::size_t features, std::size_t outputs, std::size_t groups);

  // sums: rows x (outputs * groups), which the caller has set to where the sums start.
  // Requires x.columns() == features. Does not allocate. Threads: any number may call at a time.
  void add(numeric::MatrixView<const float> x, numeric::MatrixView<float> sums) const;
  void add(numeric::MatrixView<const float> x, numeric::MatrixView<float> sums, numeric::ThreadPool& pool) const;

  // Adds tree t alone.
  void add_tree(std::size_t tree, numeric::MatrixView<const float> x, numeric::MatrixView<float> sums) const;

 private:
  struct Node {
    float threshold;     // NaN in a leaf: no x reaches the right; split by label: the bits of its set's number
    std::uint32_t link;  // index of the left child among all nodes; the leaf's own index in a leaf
  };
  struct Tree {
    std::uint32_t root;
    std::uint32_t depth;
  };
  void add_block(std::size_t tree, numeric::MatrixView<const float> x, numeric::MatrixView<float> sums,
                 bool missing) const;
  template <bool kMissing, bool kLabels>
  void walk(std::size_t tree, numeric::MatrixView<const float> x, numeric::MatrixView<float> sums) const;
  bool label_goes_right(Node node, std::uint32_t feature, float x) const;
  void collect(std::size_t tree, const std::uint32_t* at, numeric::MatrixView<float> sums) const;

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> features_of_;  // by node: feature * 4 + split by label * 2 + missing goes right
  std::vector<std::uint32_t> value_of_;     // by node: first of its values
  std::vector<float> values_;
  std::vector<CodeSet> sets_;
  std::vector<Tree> trees_;
  [[maybe_unused]] std::size_t features_ = 0;  // what predict expects, for its assertion
  std::size_t outputs_ = 1, groups_ = 1;
};

}  // namespace ballast::classifiers
