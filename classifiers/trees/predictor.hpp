// TreePredictor: trees compiled for speed. Which way rows take depends on the trees and on how many rows there are:
//
//   batches, trees of at most 6 levels   64 rows at a time without a walk (bit_predictor.hpp)
//   other batches                        interleaved walks of rows through one tree (tree_walk.hpp), in blocks of rows
//                                        that stay in the cache while tree follows tree; where the trees are bigger
//                                        than the cache, in long blocks, for which each tree is brought in once
//   a few rows                           interleaved walks of one row through many trees
//
// Each gives the bits of the slow walk (leaf_of, tree.hpp): leaf values are added in float32, in tree order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>

#include "classifiers/trees/bit_predictor.hpp"
#include "classifiers/trees/tree.hpp"
#include "classifiers/trees/tree_walk.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::classifiers {

class TreePredictor {
 public:
  // outputs: values a leaf (class shares: K, or 1 when only a margin). groups: tree t adds to column t mod groups of
  // the result if outputs is 1; with outputs > 1 every tree adds to all columns (groups is 1).
  TreePredictor(std::span<const DecisionTree> trees, std::size_t features, std::size_t outputs, std::size_t groups);

  // sums: rows x (outputs * groups), which the caller has set to where the sums start.
  // Requires x.columns() == features. Does not allocate. Threads: any number may call at a time.
  void add(numeric::MatrixView<const double> x, numeric::MatrixView<float> sums) const;
  void add(numeric::MatrixView<const double> x, numeric::MatrixView<float> sums, numeric::ThreadPool& pool) const;
  // How many of its rows a caller with so many threads of its own should hand over at a time.
  std::size_t task_rows(std::size_t rows, std::size_t threads) const noexcept;

  // Adds tree t alone.
  void add_tree(std::size_t tree, numeric::MatrixView<const double> x, numeric::MatrixView<float> sums) const;

 private:
  using Walk =
      std::variant<TreeWalk<float, std::uint32_t>, TreeWalk<float, std::uint64_t>, TreeWalk<double, std::uint64_t>>;
  static Walk compile(std::span<const DecisionTree> trees, std::size_t features, std::size_t outputs,
                      std::size_t groups);

  Walk walk_;
  BitPredictor bits_;  // empty where trees do not fit
  std::size_t block_rows_;
  [[maybe_unused]] std::size_t features_, columns_;  // what add expects, for its assertion
};

}  // namespace ballast::classifiers
