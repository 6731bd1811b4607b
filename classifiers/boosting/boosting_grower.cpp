#include "classifiers/boosting/boosting_grower.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "classifiers/boosting/splits/monotone_split.hpp"
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

BoostingGrower::BoostingGrower(TreeRows& rows, const BinnedFeatures& features, const BoostingOptions& options,
                               numeric::ThreadPool& pool)
    : rows_(rows),
      features_(features),
      options_(options),
      pool_(pool),
      histograms_(features),
      packed_(rows.places()),
      rules_(options, {}) {}

DecisionTree BoostingGrower::grow(std::span<const Gradient> gradients, std::span<const std::uint8_t> allowed,
                                  std::size_t number) {
  allowed_ = allowed;
  number_ = number;
  quantise_rows(gradients);
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
  most = rows_.largest(most);
  const GradientScale scale = gradient_scale(most.g, most.h);
  rules_ = SplitRules(options_, scale);
  pool_.parallel_for_blocks(gradients.size(), kBlock, [&](std::size_t first, std::size_t last) {
    constexpr std::size_t kPart = 1024;
    float dither[kPart];
    for (std::size_t begin = first; begin < last; begin += kPart) {
      const std::size_t count = std::min(kPart, last - begin);
      const std::size_t part = (rows_.first() + begin) / kPart;
      numeric::fill_uniform({options_.seed, Purpose::kJitter, part, static_cast<std::uint32_t>(number_)},
                            std::span(dither, count));
      quantise(gradients.subspan(begin, count), std::span(dither, count), scale, packed_.span().subspan(begin, count));
    }
  });
}

BoostingGrower::Node BoostingGrower::make_root() {
  Node root;
  root.rows = rows_.start(packed_.span());
  root.slot = histograms_.take();
  const NodeCount count{root.rows, root.slot};
  rows_.count({&count, 1}, histograms_);
  for (const GradientSum& cell : histograms_.feature(root.slot, 0)) root.sum += cell;  // every row is there once
  root.may_split = rules_.can_split(root.sum);
  const Siblings pair{&root, nullptr, false};
  find_splits({&pair, 1});
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
    return a.split.gain != b.split.gain ? a.split.gain < b.split.gain : a.rows.node > b.rows.node;
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
  partings_.clear();
  for (const Node& node : parents) {
    const auto first = static_cast<std::uint32_t>(tree.nodes.size());
    partings_.push_back({node.rows, &node.split, rules_.h(node.split.left) / rules_.h(node.sum), {first}, {first + 1}});
    write_split(node, tree);
  }
  rows_.part(partings_);
  std::vector<Node> children;
  children.reserve(2 * parents.size());
  for (std::size_t n = 0; n < parents.size(); ++n) {
    const auto [left, right] = make_children(parents[n], partings_[n]);
    children.push_back(left);
    children.push_back(right);
  }
  find_child_splits(parents, children);
  return children;
}

// Makes room for two children at the end of the tree.
void BoostingGrower::write_split(const Node& parent, DecisionTree& tree) const {
  const GradientSplit& split = parent.split;
  TreeNode& node = tree.nodes[parent.rows.node];
  node.feature = static_cast<std::int32_t>(split.feature);
  node.left = static_cast<std::uint32_t>(tree.nodes.size());
  node.missing_left = split.missing_left;
  node.gain = held(split.gain);
  if (split.by_label) {
    node.by_label = true;
    node.value = static_cast<std::uint32_t>(tree.sets.size());
    tree.sets.push_back(split.left_codes);
    for (std::size_t code = features_.labels(split.feature); code < kCodes; ++code) tree.sets.back().erase(code);
  } else {
    const SplitThreshold threshold = split_threshold(features_.bins(split.feature), split.bin, split.bin + 1u);
    node.threshold = threshold.value;
    node.exact = threshold.exact;
  }
  tree.nodes.resize(tree.nodes.size() + 2);
}

std::pair<BoostingGrower::Node, BoostingGrower::Node> BoostingGrower::make_children(const Node& parent,
                                                                                    const NodeParting& parting) const {
  const GradientSplit& split = parent.split;
  Node left, right;
  left.rows = parting.left;
  right.rows = parting.right;
  left.depth = right.depth = parent.depth + 1;
  left.sum = split.left;
  right.sum = parent.sum - split.left;
  const int direction = options_.monotone.empty() ? 0 : options_.monotone[split.feature];
  std::tie(left.bounds, right.bounds) = child_bounds(split, parent.sum, rules_, direction, parent.bounds);
  for (Node* child : {&left, &right}) {
    child->may_split = (options_.max_depth == 0 || child->depth < options_.max_depth) && child->rows.size() >= 2 &&
                       rules_.can_split(child->sum);
  }
  return {left, right};
}

void BoostingGrower::find_child_splits(std::span<Node> parents, std::span<Node> children) {
  std::vector<Siblings> pairs;
  std::vector<NodeCount> counts;
  for (std::size_t n = 0; n < parents.size(); ++n) {
    Node& left = children[2 * n];
    Node& right = children[2 * n + 1];
    if (left.may_split || right.may_split) pairs.push_back(count_siblings(parents[n], left, right, counts));
    histograms_.give_back(std::exchange(parents[n].slot, NodeHistograms::kNone));
  }
  rows_.count(counts, histograms_);
  find_splits(pairs);
}

// Decides which of two siblings, one of which may be split, is counted and which is the parent's less the other.
BoostingGrower::Siblings BoostingGrower::count_siblings(Node& parent, Node& left, Node& right,
                                                        std::vector<NodeCount>& counts) {
  const bool left_smaller = left.rows.size() < right.rows.size();
  Node& smaller = left_smaller ? left : right;
  Node& larger = left_smaller ? right : left;
  const auto count = [&](Node& node) {
    node.slot = histograms_.take();
    counts.push_back({node.rows, node.slot});
  };
  const bool subtract = larger.may_split && parent.slot != NodeHistograms::kNone;
  if (smaller.may_split || subtract) count(smaller);
  if (subtract) {
    larger.slot = std::exchange(parent.slot, NodeHistograms::kNone);
  } else if (larger.may_split) {
    count(larger);
  }
  return {&smaller, &larger, subtract};
}

void BoostingGrower::make_leaf(const Node& node, DecisionTree& tree) {
  TreeNode& leaf = tree.nodes[node.rows.node];
  leaf.value = static_cast<std::uint32_t>(tree.values.size());
  leaf.cover = static_cast<float>(rules_.h(node.sum));
  tree.values.push_back(held(rules_.weight(node.sum, node.bounds) * options_.eta));
  histograms_.give_back(node.slot);
  leaves_.push_back(node);
}

void BoostingGrower::add_leaves(const DecisionTree& tree, float* margin, std::size_t stride) {
  std::vector<NodeValue> values;
  for (const Node& leaf : leaves_) {
    values.push_back({leaf.rows, tree.values[tree.nodes[leaf.rows.node].value]});
  }
  rows_.add(values, margin, stride);
}

}  // namespace ballast::classifiers
