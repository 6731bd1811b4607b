#include "classifiers/boosting/boosting_grower.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "classifiers/boosting/label_split.hpp"
#include "classifiers/boosting/monotone_split.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::classifiers {
namespace {

// Leaves and gains are held to this, so that those of any number of trees add up to a float32: without L2 a node whose
// rows are all but certain asks for more.
constexpr double kMostFloat = 1e30;

float held(double value) {
  return static_cast<float>(std::clamp(value, -kMostFloat, kMostFloat));
}

}  // namespace

using numeric::Purpose;
using numeric::RandomStream;

BoostingGrower::BoostingGrower(const BinnedData& data, const BoostingOptions& options, numeric::ThreadPool& pool)
    : data_(data),
      options_(options),
      pool_(pool),
      partition_(data.places()),
      histograms_(data, pool),
      packed_(data.places()),
      rules_(options, {}) {}

DecisionTree BoostingGrower::grow(std::span<const Gradient> gradients, std::span<const std::uint8_t> allowed,
                                  std::size_t number) {
  allowed_ = allowed;
  number_ = number;
  quantise_rows(gradients);
  partition_.reset(pool_);
  leaves_.clear();
  DecisionTree tree;
  tree.nodes.resize(1);
  const Node root = make_root();
  options_.max_leaves == 0 ? grow_by_level(tree, root) : grow_by_gain(tree, root);
  sum_covers(tree);
  return tree;
}

void BoostingGrower::quantise_rows(std::span<const Gradient> gradients) {
  constexpr std::size_t kBlock = 1 << 14;
  std::vector<Gradient> largest((gradients.size() + kBlock - 1) / kBlock);
  pool_.parallel_for_blocks(gradients.size(), kBlock, [&](std::size_t first, std::size_t last) {
    float g = 0, h = 0;
    for (std::size_t i = first; i < last; ++i) {
      g = std::max(g, std::fabs(gradients[i].g));
      h = std::max(h, gradients[i].h);
    }
    largest[first / kBlock] = {g, h};
  });
  Gradient most;
  for (const Gradient& block : largest) most = {std::max(most.g, block.g), std::max(most.h, block.h)};
  const GradientScale scale = gradient_scale(most.g, most.h);
  rules_ = SplitRules(options_, scale);
  pool_.parallel_for_blocks(gradients.size(), kBlock, [&](std::size_t first, std::size_t last) {
    constexpr std::size_t kPart = 1024;
    float dither[kPart];
    for (std::size_t begin = first; begin < last; begin += kPart) {
      const std::size_t count = std::min(kPart, last - begin);
      numeric::fill_uniform({options_.seed, Purpose::kJitter, begin / kPart, static_cast<std::uint32_t>(number_)},
                            std::span(dither, count));
      quantise(gradients.subspan(begin, count), std::span(dither, count), scale, packed_.span().subspan(begin, count));
    }
  });
}

BoostingGrower::Node BoostingGrower::make_root() {
  Node root;
  root.end = static_cast<std::uint32_t>(data_.places());
  root.slot = histograms_.take();
  const NodeHistograms::Job job{root.begin, root.end, root.slot};
  histograms_.count({&job, 1}, partition_, packed_.span());
  for (const GradientSum& cell : histograms_.feature(root.slot, 0)) root.sum += cell;  // every row is there once
  root.open = rules_.can_split(root.sum);
  const Family family{&root, nullptr, false};
  find_splits({&family, 1});
  return root;
}

void BoostingGrower::grow_by_level(DecisionTree& tree, Node root) {
  std::vector<Node> level{root};
  while (!level.empty()) {
    std::erase_if(level, [&](const Node& node) {
      if (node.split.gain > 0) return false;
      make_leaf(node, tree);
      return true;
    });
    level = split_nodes(level, tree);
  }
}

void BoostingGrower::grow_by_gain(DecisionTree& tree, Node root) {
  // The heap's front is the node of the largest gain, of equals the one that was made first.
  const auto later = [](const Node& a, const Node& b) {
    return a.split.gain != b.split.gain ? a.split.gain < b.split.gain : a.index > b.index;
  };
  std::vector<Node> heap;
  std::size_t leaves = 1;
  const auto add = [&](const Node& node) {
    if (!(node.split.gain > 0)) return make_leaf(node, tree);
    heap.push_back(node);
    std::push_heap(heap.begin(), heap.end(), later);
  };
  add(root);
  for (; !heap.empty() && leaves < options_.max_leaves; ++leaves) {
    std::pop_heap(heap.begin(), heap.end(), later);
    Node best = heap.back();
    heap.pop_back();
    for (const Node& child : split_nodes({&best, 1}, tree)) add(child);
  }
  for (const Node& node : heap) make_leaf(node, tree);
}

// Parts the rows and looks for the splits of the children, which stand in pairs in the order of their parents.
std::vector<BoostingGrower::Node> BoostingGrower::split_nodes(std::span<Node> parents, DecisionTree& tree) {
  row_splits_.clear();
  for (const Node& node : parents) {
    row_splits_.push_back({node.begin, node.end, node.split.feature, node.split.bin, node.split.missing_left, 0,
                           node.split.by_label ? &node.split.left_codes : nullptr});
  }
  partition_.split(data_, row_splits_, pool_);
  std::vector<Node> children;
  children.reserve(2 * parents.size());
  for (std::size_t n = 0; n < parents.size(); ++n) {
    const auto [left, right] = make_children(parents[n], row_splits_[n].middle, tree);
    children.push_back(left);
    children.push_back(right);
  }
  look(parents, children);
  return children;
}

std::pair<BoostingGrower::Node, BoostingGrower::Node> BoostingGrower::make_children(const Node& parent,
                                                                                    std::uint32_t middle,
                                                                                    DecisionTree& tree) {
  const GradientSplit& split = parent.split;
  const auto first = static_cast<std::uint32_t>(tree.nodes.size());
  TreeNode& node = tree.nodes[parent.index];
  node.feature = static_cast<std::int32_t>(split.feature);
  node.left = first;
  node.missing_left = split.missing_left;
  node.gain = held(split.gain);
  if (split.by_label) {
    node.by_label = true;
    node.value = static_cast<std::uint32_t>(tree.sets.size());
    tree.sets.push_back(split.left_codes);
    for (std::size_t code = data_.labels(split.feature); code < kCodes; ++code) tree.sets.back().erase(code);
  } else {
    const SplitThreshold threshold = split_threshold(data_.bins(split.feature), split.bin, split.bin + 1u);
    node.threshold = threshold.value;
    node.exact = threshold.exact;
  }
  tree.nodes.resize(tree.nodes.size() + 2);
  Node left, right;
  left.index = first;
  right.index = first + 1;
  left.depth = right.depth = parent.depth + 1;
  left.begin = parent.begin;
  left.end = right.begin = middle;
  right.end = parent.end;
  left.sum = split.left;
  right.sum = parent.sum - split.left;
  const int direction = options_.monotone.empty() ? 0 : options_.monotone[split.feature];
  std::tie(left.bounds, right.bounds) = child_bounds(split, parent.sum, rules_, direction, parent.bounds);
  for (Node* child : {&left, &right}) {
    child->open = (options_.max_depth == 0 || child->depth < options_.max_depth) && child->end - child->begin >= 2 &&
                  rules_.can_split(child->sum);
  }
  return {left, right};
}

void BoostingGrower::look(std::span<Node> parents, std::span<Node> children) {
  std::vector<Family> families;
  std::vector<NodeHistograms::Job> jobs;
  for (std::size_t n = 0; n < parents.size(); ++n) {
    Node& left = children[2 * n];
    Node& right = children[2 * n + 1];
    if (left.open || right.open) families.push_back(count_family(parents[n], left, right, jobs));
    histograms_.give_back(std::exchange(parents[n].slot, NodeHistograms::kNone));
  }
  histograms_.count(jobs, partition_, packed_.span());
  find_splits(families);
}

// Decides which of two siblings, one of them open, is counted and which is the parent's less the other.
BoostingGrower::Family BoostingGrower::count_family(Node& parent, Node& left, Node& right,
                                                    std::vector<NodeHistograms::Job>& jobs) {
  const bool left_smaller = left.end - left.begin < right.end - right.begin;
  Node& smaller = left_smaller ? left : right;
  Node& larger = left_smaller ? right : left;
  const auto count = [&](Node& node) {
    node.slot = histograms_.take();
    jobs.push_back({node.begin, node.end, node.slot});
  };
  const bool subtract = larger.open && parent.slot != NodeHistograms::kNone;
  if (smaller.open || subtract) count(smaller);
  if (subtract) {
    larger.slot = std::exchange(parent.slot, NodeHistograms::kNone);
  } else if (larger.open) {
    count(larger);
  }
  return {&smaller, &larger, subtract};
}

void BoostingGrower::find_splits(std::span<const Family> families) {
  const std::size_t tiles = data_.tiles(), features = data_.features();
  if (options_.colsample_bynode < 1) draw_node_features(families);
  tile_splits_.assign(families.size() * tiles * 2, {});
  pool_.parallel_for(families.size() * tiles, [&](std::size_t task) {
    const Family& family = families[task / tiles];
    const std::size_t tile = task % tiles;
    if (family.subtract) {
      histograms_.subtract(family.second->slot, family.first->slot, tile * kTileFeatures, data_.tile_features(tile));
    }
    for (std::size_t child = 0; child < 2; ++child) {
      const Node* const node = child == 0 ? family.first : family.second;
      if (node == nullptr || !node->open) continue;
      std::span<const std::uint8_t> allowed = allowed_;
      if (options_.colsample_bynode < 1) {
        allowed = std::span(node_features_).subspan((task / tiles * 2 + child) * features, features);
      }
      search_tile(*node, tile, allowed, tile_splits_[task * 2 + child]);
    }
  });
  for (std::size_t f = 0; f < families.size(); ++f) {
    for (std::size_t child = 0; child < 2; ++child) {
      Node* const node = child == 0 ? families[f].first : families[f].second;
      if (node == nullptr) continue;
      for (std::size_t tile = 0; tile < tiles; ++tile) {
        const GradientSplit& split = tile_splits_[(f * tiles + tile) * 2 + child];
        if (split.gain > node->split.gain) node->split = split;
      }
      const bool keep = node->split.gain > 0 && histograms_.bytes() <= kMostBytes;
      if (!keep) histograms_.give_back(std::exchange(node->slot, NodeHistograms::kNone));
    }
  }
}

// The features each node may use: a share of those that the tree may use, at least one.
void BoostingGrower::draw_node_features(std::span<const Family> families) {
  const std::size_t features = data_.features();
  std::vector<std::uint32_t> order;
  for (std::uint32_t f = 0; f < features; ++f) {
    if (allowed_.empty() || allowed_[f] != 0) order.push_back(f);
  }
  const double share = options_.colsample_bynode * static_cast<double>(order.size());
  const auto count = std::max<std::size_t>(1, static_cast<std::size_t>(share));
  node_features_.assign(families.size() * 2 * features, 0);
  for (std::size_t f = 0; f < families.size(); ++f) {
    for (std::size_t child = 0; child < 2; ++child) {
      const Node* const node = child == 0 ? families[f].first : families[f].second;
      if (node == nullptr) continue;
      std::vector<std::uint32_t> shuffled = order;
      RandomStream(options_.seed, Purpose::kColumnSample, number_, node->index + 1).shuffle(std::span(shuffled));
      for (std::size_t i = 0; i < count; ++i) node_features_[(f * 2 + child) * features + shuffled[i]] = 1;
    }
  }
}

void BoostingGrower::search_tile(const Node& node, std::size_t tile, std::span<const std::uint8_t> allowed,
                                 GradientSplit& best) {
  const std::size_t first = tile * kTileFeatures;
  for (std::size_t f = first; f < first + data_.tile_features(tile); ++f) {
    if (!allowed.empty() && allowed[f] == 0) continue;
    GradientSplit split = search_feature(node, f);
    split.feature = static_cast<std::uint32_t>(f);
    if (split.gain > best.gain) best = split;
  }
}

GradientSplit BoostingGrower::search_feature(const Node& node, std::size_t feature) const {
  const std::span<const GradientSum> cells = histograms_.feature(node.slot, feature);
  const std::size_t labels = data_.labels(feature);
  if (labels != 0) return best_label_split(cells, labels, node.sum, rules_, node.bounds);
  const std::size_t bins = data_.bins(feature).bins();
  const int direction = options_.monotone.empty() ? 0 : options_.monotone[feature];
  if (direction == 0 && !node.bounds.any()) return best_gradient_split(cells, bins, node.sum, rules_);
  return best_monotone_split(cells, bins, node.sum, rules_, direction, node.bounds);
}

void BoostingGrower::make_leaf(const Node& node, DecisionTree& tree) {
  TreeNode& leaf = tree.nodes[node.index];
  leaf.value = static_cast<std::uint32_t>(tree.values.size());
  leaf.cover = static_cast<float>(rules_.h(node.sum));
  tree.values.push_back(held(rules_.weight(node.sum, node.bounds) * options_.eta));
  histograms_.give_back(node.slot);
  leaves_.push_back(node);
}

void BoostingGrower::add_leaves(const DecisionTree& tree, float* margin, std::size_t stride) {
  constexpr std::uint32_t kBlock = 1 << 14;
  std::vector<std::pair<std::size_t, std::uint32_t>> blocks;  // of a leaf: where it begins
  for (std::size_t l = 0; l < leaves_.size(); ++l) {
    for (std::uint32_t begin = leaves_[l].begin; begin < leaves_[l].end;
         begin += std::min(kBlock, leaves_[l].end - begin))
      blocks.emplace_back(l, begin);
  }
  pool_.parallel_for(blocks.size(), [&](std::size_t b) {
    const auto [l, begin] = blocks[b];
    const float value = tree.values[tree.nodes[leaves_[l].index].value];
    for (const std::uint32_t row : partition_.rows(begin, begin + std::min(kBlock, leaves_[l].end - begin))) {
      margin[row * stride] += value;
    }
  });
}

}  // namespace ballast::classifiers
