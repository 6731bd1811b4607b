// BitPredictor: many small trees compiled for batches of rows: 64 rows at a time, one bit per row, and no walk at all.
//
// Of a row's value x a split asks only whether x >= its threshold, so of x only the number of thresholds at or below it
// matters: a code of 8 bits. The answers of 64 rows to one split are then one comparison of 64 bytes, and one word.
// (That trees can be scored by words of answers is the idea of QuickScorer, Lucchese et al. 2015; many rows side by
// side, of RapidScorer, Ye et al. 2018.) Every split of a tree is asked, needed or not. Where a row goes is a choice
// among words: path[0] is the root's answer, path[d] that of the split of depth d where the row stands, which path[0 ..
// d - 1] choose, and bit d of the leaf's number is path[d].
//
// Fits trees of at most 6 levels whose splits are all of numbers, with one value a leaf, as boosting makes by default.
// Gives the bits of the slow walk (leaf_of, tree.hpp): leaf values are added in float32, in tree order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "classifiers/bins/code_search.hpp"
#include "classifiers/trees/tree.hpp"
#include "engine/numeric/matrix.hpp"

namespace ballast::classifiers {

inline constexpr std::size_t kBitRows = 64;    // one bit each in a word
inline constexpr std::size_t kBitLevels = 6;   // of splits
inline constexpr std::size_t kBitLeaves = 64;  // 2^kBitLevels

class BitPredictor {
 public:
  static constexpr std::size_t kFewRows = 16;  // below this a walk is faster

  BitPredictor() = default;
  // Of trees with one value a leaf; tree t adds to column t mod groups. empty() if they do not fit, or are too few to
  // be worth the codes.
  BitPredictor(std::span<const DecisionTree> trees, std::size_t groups);

  bool empty() const noexcept { return trees_.empty(); }
  // sums: rows x groups, which the caller has set to where the sums start. Does not allocate. Threads: any number may
  // call at a time.
  void add(numeric::MatrixView<const double> x, numeric::MatrixView<float> sums) const;

 private:
  // What a feature's values are coded by, apart for either direction of the missing.
  struct Slot {
    std::size_t feature;
    bool missing_left;
    std::vector<double> edges;  // cuts (cut_of), ascending
  };
  // Splits by depth; within a depth by the leaf's number as far as it is known. Above a leaf that stands higher, splits
  // that send all left.
  struct alignas(64) Tree {
    std::array<std::uint8_t, kBitLeaves> slot{}, limit{};  // right: code > limit
    std::array<float, kBitLeaves> values{};
    std::size_t levels = 0;
  };
  using Codes = std::uint8_t[kBitRows];

  static constexpr std::size_t kMostSlots = 256, kMostEdges = 255;

  static std::vector<Slot> slots_of(std::span<const DecisionTree> trees);
  static void compile(const DecisionTree& tree, std::span<const Slot> slots, std::uint32_t node, std::size_t depth,
                      std::size_t place, Tree& out);
  void encode(numeric::MatrixView<const double> x, Codes* codes) const;
  static void add_tree(const Tree& tree, const Codes* codes, float* sums);

  std::vector<CodeSearch> search_;       // of each slot
  std::vector<std::size_t> feature_of_;  // of each slot
  std::vector<Tree> trees_;
  std::size_t groups_ = 1;
};

}  // namespace ballast::classifiers
