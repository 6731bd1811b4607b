// TreePredictor: trees compiled for speed. A node is 8 bytes; 16 walks are interleaved so that the loads of one hide
// behind those of the others, and no step branches. A leaf points at itself, so a walk that has arrived stays where it
// is. The walks are those of 16 rows through one tree or, where rows are few, of one row through 16 trees. Rows go in
// blocks that stay in the cache while tree follows tree; trees too big for the cache stay there while rows follow rows.
// Batches of rows go through small trees without walking (bit_predictor.hpp).
//
// Gives the bits of the slow walk (leaf_of, tree.hpp): leaf values are added in float32, in tree order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "classifiers/bit_predictor.hpp"
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
  // How many rows a caller with threads of its own should hand over at a time.
  std::size_t task_rows() const noexcept { return task_rows_; }

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
  static constexpr std::size_t kLanes = 16;  // walks interleaved

  // Where the walks of the lanes end: at[lane], a node, sets out with row rows[lane] and arrives in a leaf.
  template <bool kMissing, bool kLabels>
  void arrive(const float* const* rows, std::uint32_t* at, std::uint32_t depth) const;
  void arrive(const float* const* rows, std::uint32_t* at, std::uint32_t depth, bool missing) const;
  void add_block(std::size_t tree, numeric::MatrixView<const float> x, numeric::MatrixView<float> sums,
                 bool missing) const;
  void add_row(std::span<const float> x, std::span<float> sums) const;
  bool label_goes_right(Node node, std::uint32_t feature, float x) const;
  void add_leaf(std::size_t tree, std::uint32_t leaf, float* sums) const;

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> features_of_;  // by node: feature * 4 + split by label * 2 + missing goes right
  std::vector<std::uint32_t> value_of_;     // by node: first of its values
  std::vector<float> values_;
  std::vector<CodeSet> sets_;
  std::vector<Tree> trees_;
  BitPredictor bits_;  // empty where trees do not fit
  std::size_t block_rows_ = 0, task_rows_ = 0;
  [[maybe_unused]] std::size_t features_ = 0;  // what predict expects, for its assertion
  std::size_t outputs_ = 1, groups_ = 1;
};

}  // namespace ballast::classifiers
