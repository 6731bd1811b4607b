// DecisionTree: the readable tree that both learners grow, save and explain. Prediction at speed goes through
// predictor.hpp, which is compiled from these and gives the same bits.
//
// The rule of a split: left if float32(x) < threshold, right otherwise, where the threshold is a float32 and float32(x)
// the nearest to the float64 cell (float_rounding.hpp); an `exact` split, between values that float32 cannot tell
// apart, compares the cell itself: x < threshold. A missing (NaN) x goes left if missing_left. A split by label sends
// x, the code of a label, left if the split's set contains it. The two children of a split stand side by side behind
// it, so one index says both and a walk cannot run in circles.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "classifiers/bins/code_set.hpp"
#include "engine/files/archive.hpp"

namespace ballast::classifiers {

struct TreeNode {
  static constexpr std::int32_t kLeaf = -1;

  std::int32_t feature = kLeaf;
  double threshold = 0;
  std::uint32_t left = 0;  // the right child is left + 1; 0 in a leaf
  bool missing_left = false;
  std::uint32_t value = 0;  // leaf: its row in DecisionTree::values; split by label: its place in DecisionTree::sets
  float cover = 0;          // training weight that came here: hessians in boosting, in-bag draws x weights in a forest
  float gain = 0;           // split: what it bought (boosting: equation 7 of gradient_split.hpp; forest: Gini x weight)
  bool by_label = false;
  bool exact = false;  // compares float64; else threshold is a float32

  bool is_leaf() const noexcept { return feature == kLeaf; }
  bool operator==(const TreeNode&) const = default;
};

struct DecisionTree {
  std::vector<TreeNode> nodes;  // nodes[0] is the root
  std::vector<float> values;    // `outputs` numbers a leaf: class probabilities, or one margin
  std::vector<CodeSet> sets{};  // the labels that go left, of each split by label

  bool operator==(const DecisionTree&) const = default;
  std::size_t leaves() const noexcept { return (nodes.size() + 1) / 2; }
  std::size_t depth() const;  // splits on the longest path; 0 for a lone leaf
  // Whether covers are known: files of before they were kept have none.
  bool has_cover() const noexcept { return !nodes.empty() && nodes[0].cover > 0; }
};

// Gives each split the cover of its two children, from the leaves up. Requires children to stand behind their parents.
void sum_covers(DecisionTree& tree);

// Whether start[g] and the leaf values of the trees t with t mod start.size() = g (one a leaf) add up to finite floats
// for any row.
bool sums_stay_finite(std::span<const DecisionTree> trees, std::span<const float> start);

// Whether x goes to the left child of a split.
bool goes_left(const DecisionTree& tree, const TreeNode& split, double x);

// The rule of a split by number in one form for both kinds: left if x < cut_of(split).
double cut_of(const TreeNode& split);

// The slow walk: the leaf of one row. Twin of the compiled predictor.
const TreeNode& leaf_of(const DecisionTree& tree, std::span<const double> row);

// What a loader believes at most.
inline constexpr std::size_t kMostFeatures = 1u << 24, kMostClasses = 1u << 15;

// "random forest: trees 100, depth 6, ..." for `inspect`.
std::string describe_trees(std::string_view name, std::span<const DecisionTree> trees, std::size_t features,
                           std::size_t classes);

void save_trees(std::span<const DecisionTree> trees, std::size_t outputs, files::ArchiveWriter out);

// Reads what save_trees wrote. Throws Error unless every child stands behind its parent and inside its tree, every
// feature is below `features`, every leaf has its values, every number is finite, and no cover or gain is negative.
std::vector<DecisionTree> load_trees(const files::ArchiveReader& in, std::size_t features, std::size_t outputs);

}  // namespace ballast::classifiers
