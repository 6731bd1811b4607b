#include "classifiers/trees/tree.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "classifiers/bins/binning.hpp"
#include "classifiers/bins/float_rounding.hpp"
#include "engine/error.hpp"

namespace ballast::classifiers {
namespace {

// Trees of an archive lie end to end, one array a field; the left child of the s-th split of a tree is node 2 s + 1
// once nodes are put in the order in which their parents were split, so children need no storing.
struct FlatTrees {
  std::vector<std::uint32_t> nodes;   // of each tree
  std::vector<std::int32_t> feature;  // -1 in a leaf
  std::vector<float> number;          // split: threshold; NaN for a split by label and an exact one
  std::vector<double> exact;          // split: threshold of an exact one, else NaN; empty if there is none
  std::vector<std::uint8_t> missing_left;
  std::vector<float> values;
  std::vector<float> cover, gain;       // of each leaf, of each split; empty in files of before they were kept
  std::vector<std::uint8_t> set_words;  // split by label: words of its set, without the zeros at its end
  std::vector<std::uint64_t> sets;      // those words
};

// Nodes breadth first: children stand in pairs in the order of their parents.
std::vector<std::uint32_t> breadth_first(const DecisionTree& tree) {
  std::vector<std::uint32_t> order{0};
  order.reserve(tree.nodes.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const TreeNode& node = tree.nodes[order[i]];
    if (node.is_leaf()) continue;
    order.push_back(node.left);
    order.push_back(node.left + 1);
  }
  return order;
}

void append_set(const CodeSet& set, FlatTrees& flat) {
  std::size_t words = set.words.size();
  while (words > 0 && set.words[words - 1] == 0) --words;
  flat.set_words.push_back(static_cast<std::uint8_t>(words));
  flat.sets.insert(flat.sets.end(), set.words.begin(), set.words.begin() + static_cast<std::ptrdiff_t>(words));
}

void append_threshold(const TreeNode& split, FlatTrees& flat) {
  constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
  if (split.exact) flat.exact.resize(flat.number.size(), static_cast<double>(kNone));
  if (split.exact || !flat.exact.empty())
    flat.exact.push_back(split.exact ? split.threshold : static_cast<double>(kNone));
  flat.number.push_back(split.exact || split.by_label ? kNone : static_cast<float>(split.threshold));
}

void append(const DecisionTree& tree, std::size_t outputs, FlatTrees& flat) {
  flat.nodes.push_back(static_cast<std::uint32_t>(tree.nodes.size()));
  for (const std::uint32_t index : breadth_first(tree)) {
    const TreeNode& node = tree.nodes[index];
    flat.feature.push_back(node.feature);
    if (node.is_leaf()) {
      const auto first = tree.values.begin() + static_cast<std::ptrdiff_t>(node.value * outputs);
      flat.values.insert(flat.values.end(), first, first + static_cast<std::ptrdiff_t>(outputs));
      flat.cover.push_back(node.cover);
    } else {
      append_threshold(node, flat);
      if (node.by_label) append_set(tree.sets[node.value], flat);
      flat.missing_left.push_back(node.missing_left ? 1 : 0);
      flat.gain.push_back(node.gain);
    }
  }
}

// Takes the next tree off the flat arrays; `at` counts what has been taken of each.
class TreeReader {
 public:
  TreeReader(const FlatTrees& flat, std::size_t features, std::size_t outputs, const std::string& path)
      : flat_(flat), features_(features), outputs_(outputs), path_(path) {}

  DecisionTree next() {
    const std::size_t count = flat_.nodes[tree_++];
    if (count == 0 || count % 2 == 0 || count > flat_.feature.size() - node_) fail("has a bad number of nodes");
    DecisionTree tree;
    tree.nodes.resize(count);
    std::size_t next_child = 1;
    for (TreeNode& node : tree.nodes) {
      node.feature = flat_.feature[node_++];
      node.is_leaf() ? read_leaf(node, tree) : read_split(node, tree, next_child);
    }
    if (next_child != count) fail("has nodes without a parent");
    sum_covers(tree);
    if (!std::isfinite(tree.nodes[0].cover)) fail("has covers that overflow float32");
    return tree;
  }
  // Requires that all has been taken.
  void finish() const {
    if (node_ != flat_.feature.size() || split_ != flat_.number.size() || value_ != flat_.values.size() ||
        (!flat_.cover.empty() && leaf_ != flat_.cover.size()) || set_ != flat_.set_words.size() ||
        set_word_ != flat_.sets.size()) {
      throw Error("trees: arrays of inconsistent length").in(path_);
    }
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw Error("tree " + std::to_string(tree_ - 1) + " " + what).in(path_);
  }
  void read_split(TreeNode& node, DecisionTree& tree, std::size_t& next_child) {
    const auto self = static_cast<std::size_t>(&node - tree.nodes.data());
    if (node.feature < 0 || static_cast<std::size_t>(node.feature) >= features_) fail("splits on an unknown feature");
    if (split_ >= flat_.number.size()) fail("lacks thresholds");
    if (next_child <= self || next_child + 2 > tree.nodes.size()) fail("has a child out of range");
    read_threshold(node);
    if (flat_.missing_left[split_] > 1) fail("has a bad direction for missing values");
    node.missing_left = flat_.missing_left[split_] == 1;
    if (!flat_.gain.empty()) node.gain = known(flat_.gain[split_], "gain");
    ++split_;
    node.left = static_cast<std::uint32_t>(next_child);
    next_child += 2;
    if (std::isnan(node.threshold)) read_set(node, tree);
  }
  // NaN for a split by label. Nothing is above an exact threshold of infinity, which parts the missing from the others.
  void read_threshold(TreeNode& node) const {
    node.threshold = static_cast<double>(flat_.number[split_]);
    if (std::isinf(node.threshold)) fail("has a threshold that is not finite");
    if (flat_.exact.empty() || std::isnan(flat_.exact[split_])) return;
    if (!std::isnan(node.threshold)) fail("has two thresholds for one split");
    node.threshold = flat_.exact[split_];
    if (node.threshold < std::numeric_limits<double>::lowest()) fail("has a threshold that is not finite");
    node.exact = true;
  }
  void read_set(TreeNode& node, DecisionTree& tree) {
    CodeSet set;
    const std::size_t words = set_ < flat_.set_words.size() ? flat_.set_words[set_++] : kNoSet;
    if (words > set.words.size() || words > flat_.sets.size() - set_word_) {
      fail("has a threshold that is not finite, and no set of labels in its place");
    }
    for (std::size_t i = 0; i < words; ++i) set.words[i] = flat_.sets[set_word_++];
    node.threshold = 0;
    node.by_label = true;
    node.value = static_cast<std::uint32_t>(tree.sets.size());
    tree.sets.push_back(set);
  }
  void read_leaf(TreeNode& node, DecisionTree& tree) {
    if (flat_.values.size() - value_ < outputs_) fail("lacks leaf values");
    if (!flat_.cover.empty()) {
      if (leaf_ >= flat_.cover.size()) fail("lacks covers");
      node.cover = known(flat_.cover[leaf_++], "cover");
    }
    node.value = static_cast<std::uint32_t>(tree.values.size() / outputs_);
    for (std::size_t k = 0; k < outputs_; ++k) {
      const float value = flat_.values[value_++];
      if (!std::isfinite(value)) fail("has a leaf value that is not finite");
      tree.values.push_back(value);
    }
  }

  float known(float value, const char* what) const {
    if (!(value >= 0 && std::isfinite(value))) fail(std::string("has a bad ") + what);
    return value;
  }

  static constexpr std::size_t kNoSet = static_cast<std::size_t>(-1);

  const FlatTrees& flat_;
  std::size_t features_, outputs_;
  const std::string& path_;
  std::size_t tree_ = 0, node_ = 0, split_ = 0, leaf_ = 0, value_ = 0, set_ = 0, set_word_ = 0;
};

}  // namespace

std::size_t DecisionTree::depth() const {
  std::vector<std::size_t> below(nodes.size(), 0);
  for (std::size_t i = nodes.size(); i-- > 0;) {
    const TreeNode& node = nodes[i];
    if (!node.is_leaf()) below[i] = 1 + std::max(below[node.left], below[node.left + 1]);
  }
  return below.empty() ? 0 : below[0];
}

void sum_covers(DecisionTree& tree) {
  for (std::size_t i = tree.nodes.size(); i-- > 0;) {
    TreeNode& node = tree.nodes[i];
    if (!node.is_leaf()) node.cover = tree.nodes[node.left].cover + tree.nodes[node.left + 1].cover;
  }
}

bool sums_stay_finite(std::span<const DecisionTree> trees, std::span<const float> start) {
  constexpr double kMost = std::numeric_limits<float>::max() / 2;  // leaves room for rounding
  std::vector<double> most(start.size());
  for (std::size_t g = 0; g < most.size(); ++g) most[g] = std::fabs(static_cast<double>(start[g]));
  for (std::size_t t = 0; t < trees.size(); ++t) {
    double largest = 0;
    for (const float value : trees[t].values) largest = std::max(largest, std::fabs(static_cast<double>(value)));
    most[t % most.size()] += largest;
  }
  return std::ranges::all_of(most, [](double sum) { return sum < kMost; });
}

bool goes_left(const DecisionTree& tree, const TreeNode& split, double x) {
  if (std::isnan(x)) return split.missing_left;
  if (split.exact) return flushed(x) < split.threshold;
  const float rounded = to_float32(x);
  if (!split.by_label) return rounded < to_float32(split.threshold);
  const bool is_code = rounded >= 0 && rounded < static_cast<float>(kMissingCode);
  return is_code ? tree.sets[split.value].contains(static_cast<std::size_t>(rounded)) : split.missing_left;
}

double cut_of(const TreeNode& split) {
  return split.exact ? split.threshold : least_rounding_to(static_cast<float>(split.threshold));
}

const TreeNode& leaf_of(const DecisionTree& tree, std::span<const double> row) {
  const TreeNode* node = &tree.nodes[0];
  while (!node->is_leaf()) {
    const double x = row[static_cast<std::size_t>(node->feature)];
    node = &tree.nodes[goes_left(tree, *node, x) ? node->left : node->left + 1];
  }
  return *node;
}

std::string describe_trees(std::string_view name, std::span<const DecisionTree> trees, std::size_t features,
                           std::size_t classes) {
  std::size_t depth = 0, leaves = 0;
  for (const DecisionTree& tree : trees) {
    depth = std::max(depth, tree.depth());
    leaves += tree.leaves();
  }
  return std::string(name) + ": trees " + std::to_string(trees.size()) + ", depth " + std::to_string(depth) +
         ", leaves " + std::to_string(leaves) + ", features " + std::to_string(features) + ", classes " +
         std::to_string(classes);
}

void save_trees(std::span<const DecisionTree> trees, std::size_t outputs, files::ArchiveWriter out) {
  FlatTrees flat;
  for (const DecisionTree& tree : trees) append(tree, outputs, flat);
  out.array<std::uint32_t>("nodes", flat.nodes);
  out.array<std::int32_t>("feature", flat.feature);
  out.array<float>("threshold", flat.number);
  out.array<std::uint8_t>("missing_left", flat.missing_left);
  out.array<float>("values", flat.values);
  out.array<float>("cover", flat.cover);
  out.array<float>("gain", flat.gain);
  if (!flat.exact.empty()) out.array<double>("exact_threshold", flat.exact);
  if (flat.set_words.empty()) return;
  out.array<std::uint8_t>("set_words", flat.set_words);
  out.array<std::uint64_t>("sets", flat.sets);
}

std::vector<DecisionTree> load_trees(const files::ArchiveReader& in, std::size_t features, std::size_t outputs) {
  FlatTrees flat;
  flat.nodes = in.array<std::uint32_t>("nodes");
  flat.feature = in.array<std::int32_t>("feature");
  flat.number = in.array<float>("threshold");
  flat.missing_left = in.array<std::uint8_t>("missing_left", flat.number.size());
  flat.values = in.array<float>("values");
  if (in.has("cover")) {
    flat.cover = in.array<float>("cover");
    flat.gain = in.array<float>("gain", flat.number.size());
  }
  if (in.has("exact_threshold")) flat.exact = in.array<double>("exact_threshold", flat.number.size());
  if (in.has("set_words")) {
    flat.set_words = in.array<std::uint8_t>("set_words");
    flat.sets = in.array<std::uint64_t>("sets");
  }
  if (flat.nodes.empty()) throw Error("a model without trees").in(in.path());
  TreeReader reader(flat, features, outputs, in.path());
  std::vector<DecisionTree> trees;
  for (std::size_t t = 0; t < flat.nodes.size(); ++t) trees.push_back(reader.next());
  reader.finish();
  return trees;
}

}  // namespace ballast::classifiers
