#include "classifiers/boosting_grower.hpp"

#include <algorithm>
#include <cmath>

namespace ballast::classifiers {

BoostingGrower::BoostingGrower(const BinnedData& data, const BoostingOptions& options, numeric::ThreadPool& pool)
    : data_(data), options_(options), pool_(pool), partition_(data.rows()) {}

DecisionTree BoostingGrower::grow(std::span<const Gradient> gradients, std::span<const std::uint8_t> allowed) {
  scale_ = scale_of(gradients);
  partition_.reset(pool_);
  leaves_.clear();
  DecisionTree tree;
  tree.nodes.resize(1);
  std::vector<Node> level{make_root(gradients)};
  for (std::size_t depth = 0; !level.empty(); ++depth) {
    if (depth == options_.max_depth) {
      for (const Node& node : level) make_leaf(node, tree);
      break;
    }
    find_splits(level, allowed);
    std::erase_if(level, [&](const Node& node) {
      if (node.split.gain > 0) return false;
      make_leaf(node, tree);
      free_.push_back(node.histogram);
      return true;
    });
    std::vector<Node> children = make_children(level, tree);
    if (depth + 1 < options_.max_depth) {
      count_children(level, children, gradients);
    } else {
      for (const Node& node : level) free_.push_back(node.histogram);
    }
    level = std::move(children);
  }
  sum_covers(tree);
  return tree;
}

float BoostingGrower::scale_of(std::span<const Gradient> gradients) {
  constexpr std::size_t kBlock = 1 << 15;
  std::vector<float> largest((gradients.size() + kBlock - 1) / kBlock, 0.0f);
  pool_.parallel_for_blocks(gradients.size(), kBlock, [&](std::size_t first, std::size_t last) {
    float most = 0;
    for (std::size_t i = first; i < last; ++i) {
      const float size = std::max(std::fabs(gradients[i].g), gradients[i].h);
      most = size > most ? size : most;
    }
    largest[first / kBlock] = most;
  });
  return fixed_point_scale(*std::ranges::max_element(largest), gradients.size());
}

BoostingGrower::Node BoostingGrower::make_root(std::span<const Gradient> gradients) {
  Node root;
  root.end = static_cast<std::uint32_t>(data_.rows());
  root.histogram = take_slot();
  count({&root, 1}, gradients);
  // Any feature's cells hold every row once.
  const GradientSum* const cells = tile_of(root.histogram, 0);
  for (std::size_t code = 0; code < kCodes; ++code) root.sum += cells[code];
  return root;
}

std::size_t BoostingGrower::take_slot() {
  if (free_.empty()) {
    free_.push_back(histograms_.size());
    histograms_.push_back({numeric::Buffer<GradientSum>(data_.tiles() * kTileCells)});
  }
  const std::size_t slot = free_.back();
  free_.pop_back();
  return slot;
}

void BoostingGrower::count(std::span<const Node> nodes, std::span<const Gradient> gradients) {
  const std::size_t tiles = data_.tiles();
  pool_.parallel_for(nodes.size() * tiles, [&](std::size_t task) {
    const Node& node = nodes[task / tiles];
    GradientSum* const cells = tile_of(node.histogram, task % tiles);
    std::fill_n(cells, kTileCells, GradientSum{});
    add_to_tile(data_, task % tiles, partition_.rows(node.begin, node.end), gradients, scale_, cells);
  });
}

void BoostingGrower::find_splits(std::span<Node> nodes, std::span<const std::uint8_t> allowed) {
  const std::size_t tiles = data_.tiles();
  const SplitRules rules(options_, scale_);
  tile_splits_.assign(nodes.size() * tiles, {});
  pool_.parallel_for(tile_splits_.size(), [&](std::size_t task) {
    const Node& node = nodes[task / tiles];
    const std::size_t first = task % tiles * kTileFeatures;
    const GradientSum* const cells = tile_of(node.histogram, task % tiles);
    for (std::size_t f = first; f < std::min(first + kTileFeatures, data_.features()); ++f) {
      if (!allowed.empty() && allowed[f] == 0) continue;
      GradientSplit split =
          best_gradient_split({cells + (f - first) * kCodes, kCodes}, data_.bins(f).bins(), node.sum, rules);
      split.feature = static_cast<std::uint32_t>(f);
      if (split.gain > tile_splits_[task].gain) tile_splits_[task] = split;
    }
  });
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    nodes[n].split = {};
    for (std::size_t tile = 0; tile < tiles; ++tile) {
      const GradientSplit& split = tile_splits_[n * tiles + tile];
      if (split.gain > nodes[n].split.gain) nodes[n].split = split;
    }
  }
}

// Parts the rows; children stand in pairs in the order of their parents.
std::vector<BoostingGrower::Node> BoostingGrower::make_children(std::span<const Node> parents, DecisionTree& tree) {
  row_splits_.clear();
  for (const Node& node : parents) {
    row_splits_.push_back({node.begin, node.end, node.split.feature, node.split.bin, node.split.missing_left, 0});
  }
  partition_.split(data_, row_splits_, pool_);
  std::vector<Node> children;
  children.reserve(2 * parents.size());
  for (std::size_t n = 0; n < parents.size(); ++n) {
    const Node& node = parents[n];
    const auto first = static_cast<std::uint32_t>(tree.nodes.size());
    const float threshold = split_threshold(data_.bins(node.split.feature), node.split.bin, node.split.bin + 1u);
    tree.nodes[node.index] = {.feature = static_cast<std::int32_t>(node.split.feature),
                              .threshold = threshold,
                              .left = first,
                              .missing_left = node.split.missing_left,
                              .gain = static_cast<float>(node.split.gain)};
    tree.nodes.resize(tree.nodes.size() + 2);
    Node left, right;
    left.index = first;
    left.begin = node.begin;
    left.end = right.begin = row_splits_[n].middle;
    left.sum = node.split.left;
    right.index = first + 1;
    right.end = node.end;
    right.sum = node.sum;
    right.sum -= left.sum;
    children.push_back(left);
    children.push_back(right);
  }
  return children;
}

void BoostingGrower::count_children(std::span<const Node> parents, std::span<Node> children,
                                    std::span<const Gradient> gradients) {
  for (std::size_t n = 0; n < parents.size(); ++n) {
    Node& left = children[2 * n];
    Node& right = children[2 * n + 1];
    const bool left_smaller = left.end - left.begin < right.end - right.begin;
    (left_smaller ? left : right).histogram = take_slot();
    (left_smaller ? right : left).histogram = parents[n].histogram;
  }
  const std::size_t tiles = data_.tiles();
  pool_.parallel_for(parents.size() * tiles, [&](std::size_t task) {
    const std::size_t n = task / tiles, tile = task % tiles;
    const bool left_larger = children[2 * n].histogram == parents[n].histogram;
    const Node& smaller = children[2 * n + (left_larger ? 1 : 0)];
    GradientSum* const cells = tile_of(smaller.histogram, tile);
    std::fill_n(cells, kTileCells, GradientSum{});
    add_to_tile(data_, tile, partition_.rows(smaller.begin, smaller.end), gradients, scale_, cells);
    subtract_tile(tile_of(parents[n].histogram, tile), cells);
  });
}

void BoostingGrower::make_leaf(const Node& node, DecisionTree& tree) {
  const SplitRules rules(options_, scale_);
  const double weight = rules.weight(node.sum) * options_.eta;
  tree.nodes[node.index].value = static_cast<std::uint32_t>(tree.values.size());
  tree.nodes[node.index].cover = static_cast<float>(static_cast<double>(node.sum.h) * rules.unit);
  tree.values.push_back(static_cast<float>(weight));
  leaves_.push_back(node);
}

void BoostingGrower::add_leaves(const DecisionTree& tree, float* margin, std::size_t stride) {
  pool_.parallel_for(leaves_.size(), [&](std::size_t l) {
    const float value = tree.values[tree.nodes[leaves_[l].index].value];
    for (const std::uint32_t row : partition_.rows(leaves_[l].begin, leaves_[l].end)) margin[row * stride] += value;
  });
}

}  // namespace ballast::classifiers
