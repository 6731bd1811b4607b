#include "classifiers/predictor.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>

#include "classifiers/binning.hpp"

namespace ballast::classifiers {
namespace {

constexpr std::uint32_t kStride = 4;  // steps between two looks at whether all walks have arrived

// Rows that go through a tree together: their values stay in the L1 cache, unless trees are so big that bringing them
// in costs more.
constexpr std::size_t kBlockRows = 64, kBigTreesBlockRows = 4096, kBigTreesNodes = 1 << 16;
constexpr std::size_t kTaskRows = 512;
constexpr std::size_t kFewRows = 8;  // go one by one

bool any_missing(numeric::MatrixView<const float> x) {
  bool found = false;
  for (std::size_t row = 0; row < x.rows(); ++row) {
    for (const float value : x.row(row)) found |= std::isnan(value);
  }
  return found;
}

}  // namespace

TreePredictor::TreePredictor(std::span<const DecisionTree> trees, std::size_t features, std::size_t outputs,
                             std::size_t groups)
    : features_(features), outputs_(outputs), groups_(groups) {
  if (outputs == 1) bits_ = BitPredictor(trees, groups);
  std::size_t total = 0;
  for (const DecisionTree& tree : trees) total += tree.nodes.size();
  block_rows_ = total < kBigTreesNodes ? kBlockRows : kBigTreesBlockRows;
  task_rows_ = std::max(kTaskRows, block_rows_);
  nodes_.reserve(total);
  for (const DecisionTree& tree : trees) {
    const auto base = static_cast<std::uint32_t>(nodes_.size());
    const auto first_value = static_cast<std::uint32_t>(values_.size());
    trees_.push_back({base, static_cast<std::uint32_t>(tree.depth())});
    for (const TreeNode& node : tree.nodes) {
      const auto self = static_cast<std::uint32_t>(nodes_.size());
      if (node.is_leaf()) {
        nodes_.push_back({std::numeric_limits<float>::quiet_NaN(), self});
        features_of_.push_back(0);
        value_of_.push_back(first_value + static_cast<std::uint32_t>(node.value * outputs));
      } else {
        const auto first_set = static_cast<std::uint32_t>(sets_.size());
        nodes_.push_back(
            {node.by_label ? std::bit_cast<float>(first_set + node.value) : node.threshold, base + node.left});
        features_of_.push_back(static_cast<std::uint32_t>(node.feature) * 4 + (node.by_label ? 2 : 0) +
                               (node.missing_left ? 0 : 1));
        value_of_.push_back(0);
      }
    }
    values_.insert(values_.end(), tree.values.begin(), tree.values.end());
    sets_.insert(sets_.end(), tree.sets.begin(), tree.sets.end());
  }
}

// Whether x goes right at a split by label (tree.hpp, goes_left).
bool TreePredictor::label_goes_right(Node node, std::uint32_t feature, float x) const {
  const bool is_code = x >= 0 && x < static_cast<float>(kMissingCode);
  if (!is_code) return (feature & 1) != 0;
  return !sets_[std::bit_cast<std::uint32_t>(node.threshold)].contains(static_cast<std::size_t>(x));
}

template <bool kMissing, bool kLabels>
void TreePredictor::arrive(const float* const* rows, std::uint32_t* at, std::uint32_t depth) const {
  const Node* const nodes = nodes_.data();
  const std::uint32_t* const feature_of = features_of_.data();
  for (std::uint32_t step = 0; step < depth;) {
    std::uint32_t moved = 0;
    const std::uint32_t until = std::min(depth, step + kStride);
    for (; step < until; ++step) {
      moved = 0;
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const std::uint32_t here = at[lane];
        const Node node = nodes[here];
        const std::uint32_t feature = feature_of[here];
        const float value = rows[lane][feature >> 2];
        std::uint32_t right = value >= node.threshold ? 1 : 0;
        if constexpr (kMissing) right |= (std::isnan(value) ? 1u : 0u) & feature;
        if constexpr (kLabels) right = (feature & 2) != 0 ? (label_goes_right(node, feature, value) ? 1u : 0u) : right;
        at[lane] = node.link + right;
        moved |= at[lane] ^ here;
      }
    }
    if (moved == 0) break;
  }
}

void TreePredictor::arrive(const float* const* rows, std::uint32_t* at, std::uint32_t depth, bool missing) const {
  if (!sets_.empty()) return arrive<true, true>(rows, at, depth);
  missing ? arrive<true, false>(rows, at, depth) : arrive<false, false>(rows, at, depth);
}

void TreePredictor::add_leaf(std::size_t tree, std::uint32_t leaf, float* sums) const {
  float* const out = sums + (outputs_ == 1 ? tree % groups_ : 0);
  const float* const value = values_.data() + value_of_[leaf];
  for (std::size_t k = 0; k < outputs_; ++k) out[k] += value[k];
}

// All rows of a block through one tree. Past the last row the lanes walk the last row again.
void TreePredictor::add_block(std::size_t tree, numeric::MatrixView<const float> x, numeric::MatrixView<float> sums,
                              bool missing) const {
  const Tree& entry = trees_[tree];
  for (std::size_t first = 0; first < x.rows(); first += kLanes) {
    const std::size_t count = std::min(kLanes, x.rows() - first);
    const float* rows[kLanes];
    std::uint32_t at[kLanes];
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      rows[lane] = x.data() + (first + std::min(lane, count - 1)) * x.stride();
      at[lane] = entry.root;
    }
    arrive(rows, at, entry.depth, missing);
    for (std::size_t lane = 0; lane < count; ++lane) add_leaf(tree, at[lane], sums.row(first + lane).data());
  }
}

// One row through all trees. Past the last tree the lanes walk the last tree again.
void TreePredictor::add_row(std::span<const float> x, std::span<float> sums) const {
  const bool missing = std::ranges::any_of(x, [](float value) { return std::isnan(value); });
  const float* rows[kLanes];
  std::ranges::fill(rows, x.data());
  for (std::size_t first = 0; first < trees_.size(); first += kLanes) {
    const std::size_t count = std::min(kLanes, trees_.size() - first);
    std::uint32_t at[kLanes], depth = 0;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const Tree& tree = trees_[first + std::min(lane, count - 1)];
      at[lane] = tree.root;
      depth = std::max(depth, tree.depth);
    }
    arrive(rows, at, depth, missing);
    for (std::size_t lane = 0; lane < count; ++lane) add_leaf(first + lane, at[lane], sums.data());
  }
}

void TreePredictor::add_tree(std::size_t tree, numeric::MatrixView<const float> x,
                             numeric::MatrixView<float> sums) const {
  add_block(tree, x, sums, any_missing(x));
}

void TreePredictor::add(numeric::MatrixView<const float> x, numeric::MatrixView<float> sums) const {
  assert(x.columns() == features_ && sums.rows() == x.rows() && sums.columns() == outputs_ * groups_);
  if (x.rows() < kFewRows) {
    for (std::size_t row = 0; row < x.rows(); ++row) add_row(x.row(row), sums.row(row));
    return;
  }
  if (!bits_.empty() && x.rows() >= BitPredictor::kFewRows) return bits_.add(x, sums);
  for (std::size_t first = 0; first < x.rows(); first += block_rows_) {
    const std::size_t count = std::min(block_rows_, x.rows() - first);
    const auto x_block = x.row_block(first, count);
    const bool missing = any_missing(x_block);
    for (std::size_t tree = 0; tree < trees_.size(); ++tree) {
      add_block(tree, x_block, sums.row_block(first, count), missing);
    }
  }
}

void TreePredictor::add(numeric::MatrixView<const float> x, numeric::MatrixView<float> sums,
                        numeric::ThreadPool& pool) const {
  pool.parallel_for_blocks(x.rows(), task_rows_, [&](std::size_t first, std::size_t last) {
    add(x.row_block(first, last - first), sums.row_block(first, last - first));
  });
}

}  // namespace ballast::classifiers
